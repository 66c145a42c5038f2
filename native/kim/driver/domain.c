#include "domain.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

// Room for count things, whose old contents need not be kept. Returns 1 where there is none.
static int room(void* array, size_t count, size_t size) {
  void** place = array;
  free(*place);
  *place = malloc(count * size);
  return *place == NULL;
}

static int atom_room(domain* d, size_t atoms) {
  if (atoms < d->atom_room) {
    return 0;
  }
  // ghosts come and go: half as many again, and one for the end of the last row
  size_t const count = atoms + atoms / 2 + 1;
  d->atom_room = 0;
  if (room(&d->particle, count, sizeof *d->particle) || room(&d->atom, count, sizeof *d->atom) || room(&d->start, count, sizeof *d->start) ||
      room(&d->species, count, sizeof *d->species) || room(&d->positions, 3 * count, sizeof *d->positions) ||
      room(&d->forces, 3 * count, sizeof *d->forces) || room(&d->atom_energies, count, sizeof *d->atom_energies)) {
    return 1;
  }
  d->atom_room = count;
  return 0;
}

int domain_arrange(domain* d, int particles, int const* contributing) {
  if (atom_room(d, (size_t)particles)) {
    return 1;
  }
  d->atoms = particles;
  d->local = 0;
  for (int i = 0; i < particles; i++) {
    d->local += contributing[i] != 0;
  }
  int local = 0;
  int ghost = d->local;
  d->in_order = 1;
  for (int i = 0; i < particles; i++) {
    int const atom = contributing[i] != 0 ? local++ : ghost++;
    d->atom[i] = atom;
    d->particle[atom] = i;
    d->in_order = d->in_order && atom == i;
  }
  return 0;
}

// Keeps what is there.
static int neighbour_room(domain* d, size_t count) {
  if (count <= d->neighbour_room) {
    return 0;
  }
  size_t const more = count + count / 2;
  int32_t* larger = realloc(d->neighbours, more * sizeof *larger);
  if (larger == NULL) {
    return 1;
  }
  d->neighbours = larger;
  d->neighbour_room = more;
  return 0;
}

char const* domain_take_neighbours(domain* d, KIM_ModelComputeArguments const* arguments) {
  d->start[0] = 0;
  for (int i = 0; i < d->local; i++) {
    int count = 0;
    int const* row = NULL;
    if (KIM_ModelComputeArguments_GetNeighborList(arguments, 0, d->particle[i], &count, &row)) {
      return "the simulator has no neighbours for a particle that contributes";
    }
    size_t const from = (size_t)d->start[i];
    if (count > INT_MAX - d->start[i]) {
      return "more than 2147483647 neighbours: divide the simulation among more processes";
    }
    if (neighbour_room(d, from + (size_t)count)) {
      return "out of memory";
    }
    d->start[i + 1] = d->start[i] + count;
    if (d->in_order && count > 0) {
      memcpy(d->neighbours + from, row, (size_t)count * sizeof *row);
    }
    for (int k = 0; k < count && !d->in_order; k++) {
      // a number that is none is left for coesite_evaluate_domain to refuse
      d->neighbours[from + (size_t)k] = row[k] >= 0 && row[k] < d->atoms ? d->atom[row[k]] : row[k];
    }
  }
  return NULL;
}

void domain_take_atoms(domain* d, int const* species, double const* positions, double factor) {
  for (int i = 0; i < d->atoms; i++) {
    int const from = d->particle[i];
    d->species[i] = species[from];
    for (int axis = 0; axis < 3; axis++) {
      d->positions[3 * i + axis] = positions[3 * from + axis] * factor;
    }
  }
}

void domain_clear(domain* d) {
  free(d->particle);
  free(d->atom);
  free(d->start);
  free(d->neighbours);
  free(d->species);
  free(d->positions);
  free(d->forces);
  free(d->atom_energies);
  *d = (domain){0};
}
