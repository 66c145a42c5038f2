#include "simulator.h"

#include <math.h>
#include <string.h>

static unsigned long long seed = 0;

void seed_random(unsigned long long value) { seed = value; }

double next_random(void) {
  seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
  return (double)(seed >> 11) / 9007199254740992.0;
}

simulator simulator_in(char const* name, KIM_LengthUnit length, KIM_EnergyUnit energy) {
  simulator s = {0};
  int accepted = 0;
  CHECK(KIM_Model_Create(KIM_NUMBERING_zeroBased, length, energy, KIM_CHARGE_UNIT_e, KIM_TEMPERATURE_UNIT_K, KIM_TIME_UNIT_ps, name, &accepted,
                         &s.model) == 0);
  CHECK(accepted);
  CHECK(KIM_Model_ComputeArgumentsCreate(s.model, &s.arguments) == 0);
  KIM_Model_GetInfluenceDistance(s.model, &s.cutoff);
  int names = 0;
  KIM_SPECIES_NAME_GetNumberOfSpeciesNames(&names);
  for (int k = 0; k < names && s.species < MOST_SPECIES; k++) {
    KIM_SpeciesName species;
    int supported = 0;
    int code = 0;
    CHECK(KIM_SPECIES_NAME_GetSpeciesName(k, &species) == 0);
    CHECK(KIM_Model_GetSpeciesSupportAndCode(s.model, species, &supported, &code) == 0);
    if (supported) {
      s.codes[s.species++] = code;
    }
  }
  CHECK(s.species > 0);
  return s;
}

simulator simulator_of(char const* name) { return simulator_in(name, KIM_LENGTH_UNIT_A, KIM_ENERGY_UNIT_eV); }

void simulator_close(simulator* s) {
  CHECK(KIM_Model_ComputeArgumentsDestroy(s->model, &s->arguments) == 0);
  KIM_Model_Destroy(&s->model);
}

static configuration* empty(void) {
  configuration* c = calloc(1, sizeof *c);
  CHECK(c != NULL);
  return c;
}

static void add(configuration* c, int code, int contributing, int origin, double const r[3]) {
  CHECK(c->particles < MOST);
  c->codes[c->particles] = code;
  c->contributing[c->particles] = contributing;
  c->origin[c->particles] = origin;
  memcpy(c->positions + 3 * c->particles, r, 3 * sizeof *r);
  c->particles++;
}

configuration* cluster(simulator const* s, int count, double spacing, int every_second) {
  configuration* c = empty();
  for (int i = 0; i < count * count * count; i++) {
    int const site[3] = {i % count, i / count % count, i / count / count};
    double r[3];
    for (int axis = 0; axis < 3; axis++) {
      r[axis] = spacing * (site[axis] + 0.25 * (next_random() - 0.5));
    }
    add(c, s->codes[i % s->species], !every_second || i % 2 == 0, i, r);
  }
  return c;
}

configuration* crystal(simulator const* s, int count, double spacing, int repeat) {
  configuration* cell = cluster(s, count, spacing, 0);
  configuration* c = empty();
  double const a = count * spacing;
  double const vectors[3][3] = {{a, 0, 0}, {0.2 * a, a, 0}, {-0.1 * a, 0.15 * a, a}};
  for (int k = 0; k < repeat; k++) {
    for (int i = 0; i < cell->particles; i++) {
      double r[3];
      for (int axis = 0; axis < 3; axis++) {
        r[axis] = cell->positions[3 * i + axis] + k * vectors[0][axis];
      }
      add(c, cell->codes[i], 1, k * cell->particles + i, r);
    }
  }
  int const inside = c->particles;
  int const reach = (int)ceil(1.5 * s->cutoff / a) + 1;
  for (int n = 0; n < (2 * reach + 1) * (2 * reach + 1) * (2 * reach + 1); n++) {
    int const shift[3] = {n % (2 * reach + 1) - reach, n / (2 * reach + 1) % (2 * reach + 1) - reach, n / (2 * reach + 1) / (2 * reach + 1) - reach};
    for (int i = 0; i < inside && (shift[0] != 0 || shift[1] != 0 || shift[2] != 0); i++) {
      double r[3];
      for (int axis = 0; axis < 3; axis++) {
        r[axis] = c->positions[3 * i + axis] + shift[0] * repeat * vectors[0][axis] + shift[1] * vectors[1][axis] + shift[2] * vectors[2][axis];
      }
      int near = 0;
      for (int j = 0; j < inside && !near; j++) {
        double square = 0;
        for (int axis = 0; axis < 3; axis++) {
          square += (r[axis] - c->positions[3 * j + axis]) * (r[axis] - c->positions[3 * j + axis]);
        }
        near = square < s->cutoff * s->cutoff;
      }
      if (near) {
        add(c, c->codes[i], 0, i, r);
      }
    }
  }
  configuration_free(cell);
  return c;
}

configuration* copy_of(configuration const* c) {
  configuration* copy = empty();
  memcpy(copy, c, sizeof *c);
  copy->neighbours = NULL;
  return copy;
}

void configuration_free(configuration* c) {
  free(c->neighbours);
  free(c);
}

void find_neighbours(configuration* c, double cutoff) {
  free(c->neighbours);
  int count = 0;
  for (int pass = 0; pass < 2; pass++) {
    c->neighbours = pass == 0 ? NULL : malloc(((size_t)count + 1) * sizeof *c->neighbours);
    CHECK(pass == 0 || c->neighbours != NULL);
    count = 0;
    for (int i = 0; i < c->particles; i++) {
      c->start[i] = count;
      for (int j = 0; j < c->particles && c->contributing[i]; j++) {
        double square = 0;
        for (int axis = 0; axis < 3; axis++) {
          double const d = c->positions[3 * j + axis] - c->positions[3 * i + axis];
          square += d * d;
        }
        if (j != i && square < cutoff * cutoff) {
          if (pass == 1) {
            c->neighbours[count] = j;
          }
          count++;
        }
      }
    }
    c->start[c->particles] = count;
  }
}

static int give_neighbours(void* data, int lists, double const* cutoffs, int list, int particle, int* count, int const** neighbours) {
  configuration const* c = data;
  // only of particles that contribute, as the model says it does
  if (lists != 1 || list != 0 || cutoffs[0] <= 0 || particle < 0 || particle >= c->particles || !c->contributing[particle]) {
    return 1;
  }
  *count = c->start[particle + 1] - c->start[particle];
  *neighbours = c->neighbours + c->start[particle];
  return 0;
}

int try_compute(simulator* s, configuration* c, results* r) {
  KIM_ComputeArguments* a = s->arguments;
  // what is not wanted, and what an earlier configuration had, is NULL
  CHECK(KIM_ComputeArguments_SetArgumentPointerInteger(a, KIM_COMPUTE_ARGUMENT_NAME_numberOfParticles, &c->particles) == 0 &&
        KIM_ComputeArguments_SetArgumentPointerInteger(a, KIM_COMPUTE_ARGUMENT_NAME_particleSpeciesCodes, c->codes) == 0 &&
        KIM_ComputeArguments_SetArgumentPointerInteger(a, KIM_COMPUTE_ARGUMENT_NAME_particleContributing, c->contributing) == 0 &&
        KIM_ComputeArguments_SetArgumentPointerDouble(a, KIM_COMPUTE_ARGUMENT_NAME_coordinates, c->positions) == 0 &&
        KIM_ComputeArguments_SetArgumentPointerDouble(a, KIM_COMPUTE_ARGUMENT_NAME_partialEnergy, r == NULL ? NULL : &r->energy) == 0 &&
        KIM_ComputeArguments_SetArgumentPointerDouble(a, KIM_COMPUTE_ARGUMENT_NAME_partialForces, r == NULL ? NULL : r->forces) == 0 &&
        KIM_ComputeArguments_SetArgumentPointerDouble(a, KIM_COMPUTE_ARGUMENT_NAME_partialParticleEnergy, r == NULL ? NULL : r->particle_energies) ==
            0 &&
        KIM_ComputeArguments_SetArgumentPointerDouble(a, KIM_COMPUTE_ARGUMENT_NAME_partialVirial, r == NULL ? NULL : r->virial) == 0 &&
        KIM_ComputeArguments_SetCallbackPointer(a, KIM_COMPUTE_CALLBACK_NAME_GetNeighborList, KIM_LANGUAGE_NAME_c, (KIM_Function*)give_neighbours,
                                                c) == 0);
  return KIM_Model_Compute(s->model, a);
}

void compute(simulator* s, configuration* c, results* r) {
  // a list with a skin
  find_neighbours(c, 1.1 * s->cutoff);
  // what was there before is not to be seen in what is there after
  memset(r, 0x55, sizeof *r);
  CHECK(try_compute(s, c, r) == 0);
}

double energy_of(simulator* s, configuration* c) {
  double energy = NAN;
  find_neighbours(c, s->cutoff);
  CHECK(try_compute(s, c, NULL) == 0);
  CHECK(KIM_ComputeArguments_SetArgumentPointerDouble(s->arguments, KIM_COMPUTE_ARGUMENT_NAME_partialEnergy, &energy) == 0);
  CHECK(KIM_Model_Compute(s->model, s->arguments) == 0);
  return energy;
}
