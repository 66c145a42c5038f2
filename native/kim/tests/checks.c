// Checks of our own of a model in the KIM API: checks MODEL. They ask what openkim.org's verification checks of the same names ask, which Debian does
// not have (but for the numerical derivative of forces), and a few things more. Each prints a line; ends with 0 if all is well.
#include <KIM_Log.h>
#include <KIM_ModelDriverHeaders.h>
#include <math.h>
#include <pthread.h>
#include <string.h>

#include "simulator.h"

static char const* model;

// Says what was found, which must be below a limit.
static void report(char const* check, double found, double limit) {
  printf("%-32s %.1e, below %.0e\n", check, found, limit);
  fflush(stdout);
  CHECK(found < limit);
}

static double largest(double const* values, int count) {
  double most = 0;
  for (int k = 0; k < count; k++) {
    // a NaN is larger than all
    most = !(fabs(values[k]) <= most) ? fabs(values[k]) : most;
  }
  return most;
}

static double difference(double const* a, double const* b, int count) {
  double most = 0;
  for (int k = 0; k < count; k++) {
    most = !(fabs(a[k] - b[k]) <= most) ? fabs(a[k] - b[k]) : most;
  }
  return most;
}

static void* memory(size_t size) {
  void* new = malloc(size);
  CHECK(new != NULL);
  return new;
}

// Every species that the model states computes, alone and in pairs, and a code that is none does not.
static void species_supported_as_stated(void) {
  simulator s = simulator_of(model);
  results* r = memory(sizeof *r);
  for (int k = 0; k < s.species; k++) {
    for (int l = 0; l < s.species; l++) {
      configuration* c = cluster(&s, 1, 1, 0);
      c->particles = 2;
      c->codes[0] = s.codes[k];
      c->codes[1] = s.codes[l];
      c->contributing[1] = 1;
      double const apart[6] = {0, 0, 0, 2.2, 0.1, -0.3};
      memcpy(c->positions, apart, sizeof apart);
      compute(&s, c, r);
      CHECK(isfinite(r->energy) && largest(r->forces, 6) > 0);
      c->positions[3] = 3 * s.cutoff;
      compute(&s, c, r);
      CHECK(isfinite(r->energy) && largest(r->forces, 6) == 0 && largest(r->virial, 6) == 0);
      c->codes[1] = 200;
      CHECK(try_compute(&s, c, r) != 0);
      configuration_free(c);
    }
  }
  free(r);
  simulator_close(&s);
  printf("%-32s %d\n", "species-supported-as-stated", s.species);
}

// Of all particles, those that do not contribute too.
static void forces_numerical_derivative(void) {
  simulator s = simulator_of(model);
  configuration* c = cluster(&s, 3, 2.4, 1);
  results* r = memory(sizeof *r);
  compute(&s, c, r);
  double const step = 1e-3;
  double worst = 0;
  for (int k = 0; k < 3 * c->particles; k++) {
    double const at = c->positions[k];
    double energies[4];
    double const steps[4] = {-2 * step, -step, step, 2 * step};
    for (int m = 0; m < 4; m++) {
      c->positions[k] = at + steps[m];
      energies[m] = energy_of(&s, c);
    }
    c->positions[k] = at;
    double const force = -(energies[0] - 8 * energies[1] + 8 * energies[2] - energies[3]) / (12 * step);
    worst = fmax(worst, fabs(force - r->forces[k]));
  }
  report("forces-numerical-derivative", worst / largest(r->forces, 3 * c->particles), 1e-6);
  free(r);
  configuration_free(c);
  simulator_close(&s);
}

// In KIM's order: xx, yy, zz, yz, xz, xy.
static void virial_numerical_derivative(void) {
  simulator s = simulator_of(model);
  configuration* c = cluster(&s, 3, 2.4, 1);
  results* r = memory(sizeof *r);
  compute(&s, c, r);
  int const pairs[6][2] = {{0, 0}, {1, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}};
  double virial[6];
  for (int k = 0; k < 6; k++) {
    double energies[4];
    double const steps[4] = {-2e-4, -1e-4, 1e-4, 2e-4};
    for (int m = 0; m < 4; m++) {
      configuration* strained = copy_of(c);
      for (int i = 0; i < c->particles; i++) {
        strained->positions[3 * i + pairs[k][0]] += steps[m] * c->positions[3 * i + pairs[k][1]];
      }
      energies[m] = energy_of(&s, strained);
      configuration_free(strained);
    }
    virial[k] = (energies[0] - 8 * energies[1] + 8 * energies[2] - energies[3]) / (12 * 1e-4);
  }
  report("virial-numerical-derivative", difference(virial, r->virial, 6) / largest(r->virial, 6), 1e-6);
  free(r);
  configuration_free(c);
  simulator_close(&s);
}

// The energy is the sum of the particles' that contribute, and others have none.
static void particle_energies_add_up(void) {
  simulator s = simulator_of(model);
  configuration* c = cluster(&s, 3, 2.4, 1);
  results* r = memory(sizeof *r);
  compute(&s, c, r);
  double sum = 0;
  for (int i = 0; i < c->particles; i++) {
    CHECK(c->contributing[i] || r->particle_energies[i] == 0);
    sum += r->particle_energies[i];
  }
  report("particle energies add up", fabs(sum - r->energy) / fabs(r->energy), 1e-13);
  report("energy alone is the same", fabs(energy_of(&s, c) - r->energy) / fabs(r->energy), 1e-13);
  free(r);
  configuration_free(c);
  simulator_close(&s);
}

// Numbers of particles mean nothing, whether they contribute or not.
static void permutation_symmetry(void) {
  simulator s = simulator_of(model);
  configuration* c = crystal(&s, 2, 2.6, 1);
  results* r = memory(sizeof *r);
  results* moved = memory(sizeof *moved);
  compute(&s, c, r);
  int* place = memory(MOST * sizeof *place);
  for (int i = 0; i < c->particles; i++) {
    place[i] = i;
  }
  for (int i = c->particles - 1; i > 0; i--) {
    int const j = (int)(next_random() * (i + 1));
    int const kept = place[i];
    place[i] = place[j];
    place[j] = kept;
  }
  configuration* shuffled = copy_of(c);
  for (int i = 0; i < c->particles; i++) {
    shuffled->codes[place[i]] = c->codes[i];
    shuffled->contributing[place[i]] = c->contributing[i];
    memcpy(shuffled->positions + 3 * place[i], c->positions + 3 * i, 3 * sizeof *c->positions);
  }
  compute(&s, shuffled, moved);
  double worst = 0;
  for (int i = 0; i < c->particles; i++) {
    worst = fmax(worst, difference(r->forces + 3 * i, moved->forces + 3 * place[i], 3));
    worst = fmax(worst, fabs(r->particle_energies[i] - moved->particle_energies[place[i]]));
  }
  worst = fmax(worst, fabs(r->energy - moved->energy));
  report("permutation-symmetry", worst / largest(r->forces, 3 * c->particles), 1e-9);
  free(place);
  free(r);
  free(moved);
  configuration_free(shuffled);
  configuration_free(c);
  simulator_close(&s);
}

// A rotation, or one with an inversion, row after row.
static void turn(double angle, int invert, double q[9]) {
  // about (1, 2, 2)/3
  double const u[3] = {1.0 / 3, 2.0 / 3, 2.0 / 3};
  double const cross[9] = {0, -u[2], u[1], u[2], 0, -u[0], -u[1], u[0], 0};
  for (int a = 0; a < 3; a++) {
    for (int b = 0; b < 3; b++) {
      q[3 * a + b] = (invert ? -1 : 1) * ((a == b ? cos(angle) : 0) + sin(angle) * cross[3 * a + b] + (1 - cos(angle)) * u[a] * u[b]);
    }
  }
}

static void apply(double const q[9], double const* from, double shift, double* to) {
  for (int a = 0; a < 3; a++) {
    to[a] = q[3 * a] * from[0] + q[3 * a + 1] * from[1] + q[3 * a + 2] * from[2] + shift;
  }
}

// Energies do not turn or move, forces turn and do not move.
static void moves_with(char const* check, double angle, int invert, double shift) {
  simulator s = simulator_of(model);
  configuration* c = cluster(&s, 3, 2.4, 1);
  configuration* moved = copy_of(c);
  results* r = memory(sizeof *r);
  results* other = memory(sizeof *other);
  double q[9];
  turn(angle, invert, q);
  for (int i = 0; i < c->particles; i++) {
    apply(q, c->positions + 3 * i, shift, moved->positions + 3 * i);
  }
  compute(&s, c, r);
  compute(&s, moved, other);
  double worst = fabs(r->energy - other->energy);
  for (int i = 0; i < c->particles; i++) {
    double force[3];
    apply(q, r->forces + 3 * i, 0, force);
    worst = fmax(worst, difference(force, other->forces + 3 * i, 3));
  }
  report(check, worst / largest(r->forces, 3 * c->particles), 1e-9);
  free(r);
  free(other);
  configuration_free(moved);
  configuration_free(c);
  simulator_close(&s);
}

// Two cells have twice the energy of one, and the same forces; atoms of a crystal do not push it away.
static void periodicity_support(void) {
  simulator s = simulator_of(model);
  results* r = memory(sizeof *r);
  double energies[2];
  double forces[2][24];
  for (int repeat = 1; repeat <= 2; repeat++) {
    seed_random(7);
    configuration* c = crystal(&s, 2, 2.6, repeat);
    compute(&s, c, r);
    energies[repeat - 1] = r->energy;
    double total[3 * MOST] = {0};
    double sum[3] = {0};
    for (int i = 0; i < c->particles; i++) {
      for (int axis = 0; axis < 3; axis++) {
        total[3 * c->origin[i] + axis] += r->forces[3 * i + axis];
        sum[axis] += r->forces[3 * i + axis];
      }
    }
    memcpy(forces[repeat - 1], total, sizeof forces[0]);
    CHECK(largest(sum, 3) < 1e-9 * largest(total, 24));
    configuration_free(c);
  }
  report("periodicity-support", fabs(energies[1] - 2 * energies[0]) / fabs(energies[0]), 1e-12);
  report("  and forces", difference(forces[0], forces[1], 24) / largest(forces[0], 24), 1e-9);
  free(r);
  simulator_close(&s);
}

// A pair's energy and force end at the cutoff.
static void dimer_continuity(void) {
  simulator s = simulator_of(model);
  results* r = memory(sizeof *r);
  configuration* c = cluster(&s, 1, 1, 0);
  c->particles = 2;
  c->codes[1] = s.codes[s.species - 1];
  c->contributing[1] = 1;
  memset(c->positions, 0, 6 * sizeof *c->positions);
  c->positions[3] = s.cutoff + 1e-6;
  double const apart = energy_of(&s, c);
  c->positions[3] = s.cutoff - 1e-6;
  compute(&s, c, r);
  report("dimer-continuity", fmax(fabs(r->energy - apart), largest(r->forces, 6)), 1e-6);
  free(r);
  configuration_free(c);
  simulator_close(&s);
}

static double factor(KIM_LengthUnit length, KIM_EnergyUnit energy, double lengths, double energies) {
  double f = 0;
  CHECK(KIM_ModelDriverCreate_ConvertUnit(KIM_LENGTH_UNIT_A, KIM_ENERGY_UNIT_eV, KIM_CHARGE_UNIT_e, KIM_TEMPERATURE_UNIT_K, KIM_TIME_UNIT_ps, length,
                                          energy, KIM_CHARGE_UNIT_e, KIM_TEMPERATURE_UNIT_K, KIM_TIME_UNIT_ps, lengths, energies, 0, 0, 0, &f) == 0);
  return f;
}

static void unit_conversion(void) {
  KIM_LengthUnit const lengths[] = {KIM_LENGTH_UNIT_A, KIM_LENGTH_UNIT_Bohr, KIM_LENGTH_UNIT_cm, KIM_LENGTH_UNIT_m, KIM_LENGTH_UNIT_nm};
  KIM_EnergyUnit const energies[] = {KIM_ENERGY_UNIT_kcal_mol, KIM_ENERGY_UNIT_Hartree, KIM_ENERGY_UNIT_erg, KIM_ENERGY_UNIT_J,
                                     KIM_ENERGY_UNIT_amu_A2_per_ps2};
  simulator s = simulator_of(model);
  configuration* c = cluster(&s, 3, 2.4, 1);
  results* r = memory(sizeof *r);
  results* other = memory(sizeof *other);
  compute(&s, c, r);
  double worst = 0;
  for (int u = 0; u < 5; u++) {
    simulator t = simulator_in(model, lengths[u], energies[u]);
    double const l = factor(lengths[u], energies[u], 1, 0);
    double const e = factor(lengths[u], energies[u], 0, 1);
    configuration* scaled = copy_of(c);
    for (int k = 0; k < 3 * c->particles; k++) {
      scaled->positions[k] *= l;
    }
    compute(&t, scaled, other);
    worst = fmax(worst, fabs(t.cutoff / (s.cutoff * l) - 1));
    worst = fmax(worst, fabs(other->energy / (r->energy * e) - 1));
    for (int k = 0; k < 3 * c->particles; k++) {
      other->forces[k] *= l / e;
    }
    for (int k = 0; k < 6; k++) {
      other->virial[k] /= e;
    }
    for (int k = 0; k < c->particles; k++) {
      other->particle_energies[k] /= e;
    }
    worst = fmax(worst, difference(other->forces, r->forces, 3 * c->particles) / largest(r->forces, 3 * c->particles));
    worst = fmax(worst, difference(other->virial, r->virial, 6) / largest(r->virial, 6));
    worst = fmax(worst, difference(other->particle_energies, r->particle_energies, c->particles) / largest(r->particle_energies, c->particles));
    configuration_free(scaled);
    simulator_close(&t);
  }
  report("unit-conversion", worst, 1e-9);
  free(r);
  free(other);
  configuration_free(c);
  simulator_close(&s);
}

enum { THREADS = 6, TIMES = 20 };

typedef struct task {
  pthread_t thread;
  simulator simulator;
  configuration* configuration;
  results* expected;
} task;

static void* work(void* data) {
  task* t = data;
  results* r = memory(sizeof *r);
  for (int k = 0; k < TIMES; k++) {
    CHECK(try_compute(&t->simulator, t->configuration, r) == 0);
    CHECK(r->energy == t->expected->energy);
    CHECK(memcmp(r->forces, t->expected->forces, 3 * (size_t)t->configuration->particles * sizeof *r->forces) == 0);
    CHECK(memcmp(r->virial, t->expected->virial, sizeof r->virial) == 0);
  }
  free(r);
  return NULL;
}

// Threads that share a model, each with its own arguments, or have one each, find the bits that one finds alone.
static void thread_safety(void) {
  simulator s = simulator_of(model);
  task tasks[THREADS];
  for (int k = 0; k < THREADS; k++) {
    task* t = &tasks[k];
    t->simulator = k % 2 == 0 ? s : simulator_of(model);
    if (k % 2 == 0) {
      CHECK(KIM_Model_ComputeArgumentsCreate(s.model, &t->simulator.arguments) == 0);
    }
    t->configuration = cluster(&s, 2 + k % 2, 2.4, 1);
    t->expected = memory(sizeof *t->expected);
    compute(&t->simulator, t->configuration, t->expected);
  }
  for (int k = 0; k < THREADS; k++) {
    CHECK(pthread_create(&tasks[k].thread, NULL, work, &tasks[k]) == 0);
  }
  for (int k = 0; k < THREADS; k++) {
    task* t = &tasks[k];
    CHECK(pthread_join(t->thread, NULL) == 0);
    if (k % 2 == 0) {
      CHECK(KIM_Model_ComputeArgumentsDestroy(s.model, &t->simulator.arguments) == 0);
    } else {
      simulator_close(&t->simulator);
    }
    configuration_free(t->configuration);
    free(t->expected);
  }
  simulator_close(&s);
  printf("%-32s %d\n", "thread-safety", THREADS);
}

// Resident memory, KiB.
static long resident(void) {
  FILE* file = fopen("/proc/self/status", "r");
  CHECK(file != NULL);
  char line[256];
  long size = -1;
  while (size < 0 && fgets(line, sizeof line, file) != NULL) {
    sscanf(line, "VmRSS: %ld", &size);
  }
  fclose(file);
  CHECK(size > 0);
  return size;
}

// Models that come and go, and a computation with each.
static void models(int times) {
  results* r = memory(sizeof *r);
  for (int k = 0; k < times; k++) {
    simulator s = simulator_of(model);
    configuration* c = cluster(&s, 2, 2.4, 1);
    compute(&s, c, r);
    configuration_free(c);
    simulator_close(&s);
  }
  free(r);
}

// Arguments that come and go, and a computation with each, of many particles of which the last few contribute.
static void arguments(int times) {
  results* r = memory(sizeof *r);
  simulator s = simulator_of(model);
  configuration* c = cluster(&s, 12, 2.4, 0);
  for (int i = 0; i < c->particles - 4; i++) {
    c->contributing[i] = 0;
  }
  for (int k = 0; k < times; k++) {
    compute(&s, c, r);
    CHECK(KIM_Model_ComputeArgumentsDestroy(s.model, &s.arguments) == 0);
    CHECK(KIM_Model_ComputeArgumentsCreate(s.model, &s.arguments) == 0);
  }
  configuration_free(c);
  simulator_close(&s);
  free(r);
}

// Memory stays: in the round in which it grows least, for Java's compilers take some in others.
static void memory_leak(char const* check, void (*round)(int), int times, double limit) {
  long least = -1;
  for (int k = 0; k < 5; k++) {
    long const before = resident();
    round(times);
    long const grown = resident() - before;
    least = k == 0 || grown < least ? grown : least;
  }
  report(check, (double)least, limit);
}

int main(int argc, char** argv) {
  CHECK(argc == 2);
  model = argv[1];
  KIM_Log_PushDefaultVerbosity(KIM_LOG_VERBOSITY_silent);
  species_supported_as_stated();
  particle_energies_add_up();
  forces_numerical_derivative();
  virial_numerical_derivative();
  permutation_symmetry();
  moves_with("translation", 0, 0, 7.3);
  moves_with("rotation", 0.7, 0, 0);
  moves_with("inversion", 1.9, 1, -1);
  periodicity_support();
  dimer_continuity();
  unit_conversion();
  thread_safety();
  // a model alone takes more than this, and arguments for so many particles fill 100 KiB
  memory_leak("memory-leak, KiB by 10 models", models, 10, 4096);
  memory_leak("memory-leak, KiB by 100 arguments", arguments, 100, 4096);
  return 0;
}
