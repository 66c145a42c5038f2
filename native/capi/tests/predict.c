// Predicts the structures on standard input in one batch, one by one, and as domains, and prints what comes out: predict MODEL energy|dos|shielding
//
// Input: the number of structures, and of each its number of atoms, nine numbers of the cell, three of the periodicity, and of each atom the species
// and the position. Output: a name and numbers on each line.
#include <math.h>

#include "check.h"

static int structures;
static int32_t* offsets;
static int32_t* species;
static double* positions;
static double* cells;
static int32_t* periodic;

static double number(void) {
  char word[64];
  CHECK(scanf("%63s", word) == 1);
  return strtod(word, NULL);
}

static void* room(size_t count, size_t size) {
  void* memory = calloc(count + 1, size);
  CHECK(memory != NULL);
  return memory;
}

static void read_structures(void) {
  structures = (int)number();
  offsets = room(structures + 1, sizeof *offsets);
  cells = room(9 * structures, sizeof *cells);
  periodic = room(3 * structures, sizeof *periodic);
  for (int s = 0; s < structures; s++) {
    const int atoms = (int)number();
    offsets[s + 1] = offsets[s] + atoms;
    species = realloc(species, (offsets[s + 1] + 1) * sizeof *species);
    positions = realloc(positions, 3 * (offsets[s + 1] + 1) * sizeof *positions);
    for (int k = 0; k < 9; k++) {
      cells[9 * s + k] = number();
    }
    for (int k = 0; k < 3; k++) {
      periodic[3 * s + k] = (int32_t)number();
    }
    for (int i = offsets[s]; i < offsets[s + 1]; i++) {
      species[i] = (int32_t)number();
      for (int k = 0; k < 3; k++) {
        positions[3 * i + k] = number();
      }
    }
  }
}

static void print(const char* name, const double* numbers, int count) {
  printf("%s", name);
  for (int k = 0; k < count; k++) {
    printf(" %.17g", numbers[k]);
  }
  printf("\n");
}

static void print_flags(const char* name, const int32_t* flags, int count) {
  printf("%s", name);
  for (int k = 0; k < count; k++) {
    printf(" %d", flags[k]);
  }
  printf("\n");
}

// One by one, with exactly the bits of the batch.
static void check_single(coesite_model* model, int s, const double* energies, const double* forces, const double* stresses) {
  const int first = offsets[s];
  const int atoms = offsets[s + 1] - first;
  double energy;
  double stress[9];
  double* own = room(3 * atoms, sizeof *own);
  coesite_results results = {.size = sizeof results, .energies = &energy, .forces = own, .stresses = stress};
  OK(coesite_evaluate(model, atoms, species + first, positions + 3 * first, cells + 9 * s, periodic + 3 * s, &results));
  CHECK(energy == energies[s]);
  CHECK(memcmp(own, forces + 3 * first, 3 * atoms * sizeof *own) == 0);
  for (int k = 0; k < 9; k++) {
    CHECK(stress[k] == stresses[9 * s + k] || (isnan(stress[k]) && isnan(stresses[9 * s + k])));
  }
  // and without derivatives
  double alone;
  coesite_results few = {.size = sizeof few, .energies = &alone};
  OK(coesite_evaluate(model, atoms, species + first, positions + 3 * first, cells + 9 * s, periodic + 3 * s, &few));
  CHECK(alone == energy);
  free(own);
}

// A structure as one domain: images within reach become ghosts.
static void check_domain(coesite_model* model, int s, const double* energies, const double* atom_energies, const double* forces,
                         const double* stresses) {
  double cutoff;
  OK(coesite_cutoff(model, &cutoff));
  const double reach = cutoff + 0.7;
  const int first = offsets[s];
  const int local = offsets[s + 1] - first;
  const double* cell = cells + 9 * s;
  int images[3];
  for (int v = 0; v < 3; v++) {
    const double length = sqrt(cell[3 * v] * cell[3 * v] + cell[3 * v + 1] * cell[3 * v + 1] + cell[3 * v + 2] * cell[3 * v + 2]);
    images[v] = periodic[3 * s + v] ? (int)ceil(2 * reach / length) + 2 : 0;
  }
  const int most = local * (2 * images[0] + 1) * (2 * images[1] + 1) * (2 * images[2] + 1);
  int32_t* z = room(most, sizeof *z);
  int* owner = room(most, sizeof *owner);
  double* r = room(3 * most, sizeof *r);
  int atoms = local;
  for (int a = -images[0]; a <= images[0]; a++) {
    for (int b = -images[1]; b <= images[1]; b++) {
      for (int c = -images[2]; c <= images[2]; c++) {
        for (int i = 0; i < local; i++) {
          const int at = a == 0 && b == 0 && c == 0 ? i : atoms++;
          owner[at] = i;
          z[at] = species[first + i];
          for (int k = 0; k < 3; k++) {
            r[3 * at + k] = positions[3 * (first + i) + k] + a * cell[k] + b * cell[3 + k] + c * cell[6 + k];
          }
        }
      }
    }
  }
  int32_t* start = room(local + 1, sizeof *start);
  int32_t* neighbours = room((size_t)local * atoms, sizeof *neighbours);
  for (int i = 0; i < local; i++) {
    start[i + 1] = start[i];
    for (int j = atoms - 1; j >= 0; j--) {
      const double x = r[3 * j] - r[3 * i];
      const double y = r[3 * j + 1] - r[3 * i + 1];
      const double zz = r[3 * j + 2] - r[3 * i + 2];
      if (j != i && sqrt(x * x + y * y + zz * zz) < reach) {
        neighbours[start[i + 1]++] = j;
      }
    }
  }
  double energy;
  double virial[9];
  double* parts = room(local, sizeof *parts);
  double* all = room(3 * atoms, sizeof *all);
  coesite_domain_results results = {.size = sizeof results, .energy = &energy, .atom_energies = parts, .forces = all, .virial = virial};
  OK(coesite_evaluate_domain(model, atoms, local, z, r, start, neighbours, &results));
  CHECK(fabs(energy - energies[s]) < 1e-9);
  for (int i = 0; i < local; i++) {
    CHECK(fabs(parts[i] - atom_energies[first + i]) < 1e-9);
  }
  for (int at = local; at < atoms; at++) {
    for (int k = 0; k < 3; k++) {
      all[3 * owner[at] + k] += all[3 * at + k];
    }
  }
  for (int k = 0; k < 3 * local; k++) {
    CHECK(fabs(all[k] - forces[3 * first + k]) < 1e-9);
  }
  const double volume = fabs(cell[0] * (cell[4] * cell[8] - cell[5] * cell[7]) - cell[1] * (cell[3] * cell[8] - cell[5] * cell[6]) +
                             cell[2] * (cell[3] * cell[7] - cell[4] * cell[6]));
  for (int k = 0; k < 9; k++) {
    CHECK(isnan(stresses[9 * s + k]) || fabs(virial[k] / volume - stresses[9 * s + k]) < 1e-10);
  }
  free(z);
  free(owner);
  free(r);
  free(start);
  free(neighbours);
  free(parts);
  free(all);
}

static void predict_energies(coesite_model* model) {
  const int atoms = offsets[structures];
  int32_t members;
  OK(coesite_members(model, &members));
  double* energies = room(structures, sizeof *energies);
  double* uncertainties = room(structures, sizeof *uncertainties);
  double* committee = room(structures * members, sizeof *committee);
  double* atom_energies = room(atoms, sizeof *atom_energies);
  int32_t* outside = room(atoms, sizeof *outside);
  double* forces = room(3 * atoms, sizeof *forces);
  double* stresses = room(9 * structures, sizeof *stresses);
  coesite_results results = {sizeof results, energies, uncertainties, committee, atom_energies, outside, forces, stresses};
  OK(coesite_evaluate_batch(model, structures, offsets, species, positions, cells, periodic, &results));
  print("energies", energies, structures);
  print("uncertainties", uncertainties, structures);
  print("committee", committee, structures * members);
  print("atom_energies", atom_energies, atoms);
  print_flags("outside", outside, atoms);
  print("forces", forces, 3 * atoms);
  print("stresses", stresses, 9 * structures);
  for (int s = 0; s < structures; s++) {
    check_single(model, s, energies, forces, stresses);
    check_domain(model, s, energies, atom_energies, forces, stresses);
  }
  free(energies);
  free(uncertainties);
  free(committee);
  free(atom_energies);
  free(outside);
  free(forces);
  free(stresses);
}

static void predict_dos(coesite_model* model) {
  const int atoms = offsets[structures];
  double start;
  double step;
  int32_t count;
  coesite_zero zero;
  OK(coesite_dos_grid(model, &start, &step, &count, &zero));
  const double grid[4] = {start, step, count, zero};
  print("grid", grid, 4);
  double* curves = room(structures * count, sizeof *curves);
  double* uncertainties = room(structures * count, sizeof *uncertainties);
  double* fermi_levels = room(structures, sizeof *fermi_levels);
  double* fermi_uncertainties = room(structures, sizeof *fermi_uncertainties);
  double* data_levels = room(structures, sizeof *data_levels);
  double* electrons = room(structures, sizeof *electrons);
  int32_t* outside = room(atoms, sizeof *outside);
  coesite_dos_results results = {sizeof results, curves, uncertainties, fermi_levels, fermi_uncertainties, data_levels, electrons, outside};
  OK(coesite_dos(model, structures, offsets, species, positions, cells, periodic, &results));
  print("curves", curves, structures * count);
  print("uncertainties", uncertainties, structures * count);
  print("fermi_levels", fermi_levels, structures);
  print("fermi_uncertainties", fermi_uncertainties, structures);
  print("data_levels", data_levels, structures);
  print("electrons", electrons, structures);
  print_flags("outside", outside, atoms);
  free(curves);
  free(uncertainties);
  free(fermi_levels);
  free(fermi_uncertainties);
  free(data_levels);
  free(electrons);
  free(outside);
}

static void predict_shieldings(coesite_model* model) {
  const int atoms = offsets[structures];
  int32_t element;
  int32_t members;
  char unit[8];
  OK(coesite_tensor_element(model, &element));
  OK(coesite_tensor_unit(model, sizeof unit, unit));
  CHECK(strcmp(unit, "ppm") == 0);
  OK(coesite_members(model, &members));
  int32_t* predicted = room(atoms, sizeof *predicted);
  double* tensors = room(9 * atoms, sizeof *tensors);
  double* isotropic = room(atoms, sizeof *isotropic);
  double* uncertainties = room(atoms, sizeof *uncertainties);
  double* committee = room(9 * atoms * members, sizeof *committee);
  int32_t* outside = room(atoms, sizeof *outside);
  coesite_tensor_results results = {sizeof results, predicted, tensors, isotropic, uncertainties, committee, outside};
  OK(coesite_tensors(model, structures, offsets, species, positions, cells, periodic, NULL, &results));
  print_flags("predicted", predicted, atoms);
  print("tensors", tensors, 9 * atoms);
  print("isotropic", isotropic, atoms);
  print("uncertainties", uncertainties, atoms);
  print("committee", committee, 9 * atoms * members);
  print_flags("outside", outside, atoms);
  // every third atom alone, with the same bits
  int32_t* chosen = room(atoms, sizeof *chosen);
  double* some = room(9 * atoms, sizeof *some);
  for (int i = 0; i < atoms; i += 3) {
    chosen[i] = 1;
  }
  coesite_tensor_results few = {.size = sizeof few, .tensors = some};
  OK(coesite_tensors(model, structures, offsets, species, positions, cells, periodic, chosen, &few));
  for (int i = 0; i < atoms; i++) {
    CHECK(predicted[i] == (species[i] == element));
    for (int k = 9 * i; k < 9 * i + 9; k++) {
      CHECK(chosen[i] && predicted[i] ? some[k] == tensors[k] : isnan(some[k]));
    }
  }
  free(predicted);
  free(tensors);
  free(isotropic);
  free(uncertainties);
  free(committee);
  free(outside);
  free(chosen);
  free(some);
}

int main(int count, char** arguments) {
  CHECK(count == 3);
  read_structures();
  const char* what = arguments[2];
  const coesite_property property = what[0] == 'd' ? COESITE_DOS : what[0] == 's' ? COESITE_SHIELDING : COESITE_ENERGY;
  coesite_model* model = open_model(arguments[1], property);
  if (property == COESITE_DOS) {
    predict_dos(model);
  } else if (property == COESITE_SHIELDING) {
    predict_shieldings(model);
  } else {
    predict_energies(model);
  }
  OK(coesite_close(model));
  free(offsets);
  free(species);
  free(positions);
  free(cells);
  free(periodic);
  return 0;
}
