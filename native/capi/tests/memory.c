// Ten thousand calls, neighbour lists, features, models opened and closed, and threads that come and go, leave memory as it is. Java's heap is to be
// of a fixed size: COESITE_JAVA_OPTS.
#include <pthread.h>

#include "check.h"

enum { CALLS = 10000, LISTS = 500, REOPENED = 20, ROUNDS = 5 };

// Resident memory, KiB.
static long resident(void) {
  FILE* file = fopen("/proc/self/status", "r");
  CHECK(file != NULL);
  char line[256];
  long size = -1;
  while (fgets(line, sizeof line, file) != NULL) {
    if (sscanf(line, "VmRSS: %ld", &size) == 1) {
      break;
    }
  }
  fclose(file);
  CHECK(size > 0);
  return size;
}

static void evaluate(coesite_model* model, int calls) {
  const int32_t z[2] = {14, 8};
  double r[6] = {0};
  double energy;
  double forces[6];
  double stress[9];
  coesite_results results = {.size = sizeof results, .energies = &energy, .forces = forces, .stresses = stress};
  for (int k = 0; k < calls; k++) {
    r[3] = 1.6 + 0.01 * (k % 10);
    OK(coesite_evaluate(model, 2, z, r, NULL, NULL, &results));
    CHECK(coesite_evaluate(model, -1, z, r, NULL, NULL, &results) == COESITE_ERROR_ARGUMENT);
  }
}

// Lists and features, which the caller releases.
static void find(coesite_model* model, int lists) {
  char hypers[4096];
  int32_t known[2];
  int32_t count;
  coesite_soap* soap;
  OK(coesite_hypers(model, 0, sizeof hypers, hypers));
  OK(coesite_species(model, 2, known, &count));
  coesite_options options = COESITE_OPTIONS_DEFAULT;
  options.device = "cpu";
  options.threads = 1;
  OK(coesite_soap_open(hypers, count, known, &options, &soap));
  const int32_t offsets[2] = {0, QUARTZ_ATOMS};
  double r[3 * QUARTZ_ATOMS];
  for (int k = 0; k < lists; k++) {
    quartz(k, r);
    coesite_neighbour_options wanted = COESITE_NEIGHBOURS(3 + k % 5);
    coesite_neighbour_list list = {.size = sizeof list};
    OK(coesite_neighbours(QUARTZ_ATOMS, r, quartz_cell, NULL, &wanted, &list));
    CHECK(list.count > 0);
    coesite_neighbour_list_free(&list);
    coesite_features features = {.size = sizeof features};
    OK(coesite_soap_features(soap, COESITE_SOAP_SPECTRUM, k % 2, 1, offsets, quartz_species, r, NULL, NULL, &features));
    CHECK(features.rows == QUARTZ_ATOMS);
    coesite_features_free(&features);
  }
  OK(coesite_soap_close(soap));
}

static void* one_call(void* model) {
  evaluate(model, 1);
  return NULL;
}

static void come_and_go(coesite_model* model, int times) {
  for (int k = 0; k < times; k++) {
    coesite_model* other = open_model("silica", COESITE_ENERGY);
    evaluate(other, 1);
    OK(coesite_close(other));
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, one_call, model) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
  }
}

// By how much memory grew in the round in which it grew least: a leak grows in every round, Java's compilers take their memory in some.
static long growth(void (*round)(coesite_model*, int), coesite_model* model, int times) {
  long least = -1;
  for (int k = 0; k < ROUNDS; k++) {
    const long before = resident();
    round(model, times);
    const long grown = resident() - before;
    if (k == 0 || grown < least) {
      least = grown;
    }
  }
  return least;
}

int main(void) {
  coesite_model* model = open_model("silica", COESITE_ENERGY);
  evaluate(model, CALLS / 2);
  come_and_go(model, REOPENED / 2);
  find(model, LISTS);
  const long calls = growth(evaluate, model, CALLS);
  const long lists = growth(find, model, LISTS);
  const long models = growth(come_and_go, model, REOPENED / 2);
  printf("%ld KiB, by %d calls %ld more, by %d lists %ld more, by %d models and threads %ld more\n", resident(), CALLS, calls, LISTS, lists,
         REOPENED / 2, models);
  // a model alone takes more than this, and so do 10,000 leaks of a kilobyte
  CHECK(calls < 8 * 1024);
  CHECK(lists < 8 * 1024);
  CHECK(models < 12 * 1024);
  OK(coesite_close(model));
  return 0;
}
