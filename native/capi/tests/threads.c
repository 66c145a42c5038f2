// Eight threads at once, each on a model of its own and all on one, give the bits of one thread alone.
#include <pthread.h>

#include "check.h"

enum { THREADS = 8, ROUNDS = 30, SEEDS = 5 };

typedef struct {
  double energy;
  double forces[3 * QUARTZ_ATOMS];
} answer;

static coesite_model* shared;
static answer expected[SEEDS];

static answer evaluate(coesite_model* model, int seed) {
  double r[3 * QUARTZ_ATOMS];
  quartz(seed, r);
  answer out;
  coesite_results results = {.size = sizeof results, .energies = &out.energy, .forces = out.forces};
  OK(coesite_evaluate(model, QUARTZ_ATOMS, quartz_species, r, quartz_cell, NULL, &results));
  return out;
}

static void* work(void* number) {
  const int own_number = *(int*)number;
  coesite_model* own = open_model("silica", COESITE_ENERGY);
  for (int k = 0; k < ROUNDS; k++) {
    const int seed = (k + own_number) % SEEDS;
    const answer found = evaluate(k % 3 == 0 ? shared : own, seed);
    CHECK(found.energy == expected[seed].energy);
    CHECK(memcmp(found.forces, expected[seed].forces, sizeof found.forces) == 0);
    // each thread has an error of its own
    char text[40];
    snprintf(text, sizeof text, "-%d atoms", own_number + 1);
    coesite_results none = {.size = sizeof none};
    FAILS(coesite_evaluate(own, -own_number - 1, NULL, NULL, NULL, NULL, &none), COESITE_ERROR_ARGUMENT, text);
  }
  OK(coesite_close(own));
  return NULL;
}

int main(void) {
  shared = open_model("silica", COESITE_ENERGY);
  for (int seed = 0; seed < SEEDS; seed++) {
    expected[seed] = evaluate(shared, seed);
  }
  pthread_t threads[THREADS];
  int numbers[THREADS];
  for (int t = 0; t < THREADS; t++) {
    numbers[t] = t;
    CHECK(pthread_create(&threads[t], NULL, work, &numbers[t]) == 0);
  }
  for (int t = 0; t < THREADS; t++) {
    CHECK(pthread_join(threads[t], NULL) == 0);
  }
  OK(coesite_close(shared));
  return 0;
}
