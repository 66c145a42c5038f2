// What a call of the C ABI costs: the same computations as org.coesite.bench.capi.InJava, least times in microseconds, a name and a number on each
// line.
#include <coesite.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 2000, CALLS = 20, MOST_ATOMS = 9 };

static coesite_model* model;
static double forces[3 * MOST_ATOMS];
static double energy;

static void require(coesite_status status) {
  if (status != COESITE_OK) {
    fprintf(stderr, "%s\n", coesite_last_error());
    exit(1);
  }
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void ask(int atoms) {
  (void)atoms;
  require(coesite_cutoff(model, &energy));
}

// Oxygen and silicon in turn, 1.7 angstrom apart in a row.
static void evaluate(int atoms) {
  int32_t species[MOST_ATOMS];
  double positions[3 * MOST_ATOMS] = {0};
  for (int i = 0; i < atoms; i++) {
    species[i] = i % 2 == 0 ? 8 : 14;
    positions[3 * i] = 1.7 * i;
  }
  coesite_results results = {.size = sizeof results, .energies = &energy, .forces = forces};
  require(coesite_evaluate(model, atoms, species, positions, NULL, NULL, &results));
}

static void find(int atoms) {
  double positions[3 * MOST_ATOMS] = {0};
  for (int i = 0; i < atoms; i++) {
    positions[3 * i] = 1.7 * i;
  }
  coesite_neighbour_options wanted = COESITE_NEIGHBOURS(3);
  coesite_neighbour_list list = {.size = sizeof list};
  require(coesite_neighbours(atoms, positions, NULL, NULL, &wanted, &list));
  coesite_neighbour_list_free(&list);
}

static void least(const char* name, void (*call)(int), int atoms) {
  double best = INFINITY;
  for (int round = 0; round < ROUNDS; round++) {
    const double start = seconds();
    for (int k = 0; k < CALLS; k++) {
      call(atoms);
    }
    best = fmin(best, (seconds() - start) / CALLS);
  }
  printf("%s %.3f\n", name, 1e6 * best);
}

int main(void) {
  coesite_options options = COESITE_OPTIONS_DEFAULT;
  options.device = "cpu";
  options.threads = 1;
  const double start = seconds();
  require(coesite_open("silica", &options, &model));
  printf("open %.0f\n", 1e6 * (seconds() - start));
  least("cutoff", ask, 0);
  least("0_atoms", evaluate, 0);
  least("1_atom", evaluate, 1);
  least("9_atoms", evaluate, MOST_ATOMS);
  least("pairs", find, MOST_ATOMS);
  require(coesite_close(model));
  return 0;
}
