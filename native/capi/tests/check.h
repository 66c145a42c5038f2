// What the test programs share: each ends with 0 if all is well, and says where it is not.
#ifndef COESITE_TESTS_CHECK_H
#define COESITE_TESTS_CHECK_H

#include <coesite.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                                    \
  do {                                                                                                      \
    if (!(condition)) {                                                                                     \
      fprintf(stderr, "%s:%d: %s; last error: %s\n", __FILE__, __LINE__, #condition, coesite_last_error()); \
      exit(1);                                                                                              \
    }                                                                                                       \
  } while (0)

#define OK(call) CHECK((call) == COESITE_OK)

// The call fails with this status, and a message that holds this text.
#define FAILS(call, status, text)                                    \
  do {                                                               \
    CHECK((call) == (status));                                       \
    if (strstr(coesite_last_error(), text) == NULL) {                \
      fprintf(stderr, "%s:%d: no \"%s\"", __FILE__, __LINE__, text); \
      fprintf(stderr, " in \"%s\"\n", coesite_last_error());         \
      exit(1);                                                       \
    }                                                                \
  } while (0)

// A model on one thread of the CPU.
static inline coesite_model* open_model(const char* source, coesite_property property) {
  coesite_options options = COESITE_OPTIONS_DEFAULT;
  options.device = "cpu";
  options.threads = 1;
  options.property = property;
  coesite_model* model = NULL;
  OK(coesite_open(source, &options, &model));
  CHECK(model != NULL);
  return model;
}

// Something like silica: nine atoms in a cell of quartz's size, where quartz has them but for a bit that depends on the seed.
enum { QUARTZ_ATOMS = 9 };
static const int32_t quartz_species[QUARTZ_ATOMS] = {14, 14, 14, 8, 8, 8, 8, 8, 8};
static const double quartz_cell[9] = {4.916, 0, 0, -2.458, 4.2573808859, 0, 0, 0, 5.4054};

static inline void quartz(int seed, double* positions) {
  static const double fractional[3 * QUARTZ_ATOMS] = {0.4697, 0,      0,      0,      0.4697, 0.6667, 0.5303, 0.5303, 0.3333,
                                                      0.4135, 0.2669, 0.1191, 0.7331, 0.1466, 0.4524, 0.8534, 0.5865, 0.7858,
                                                      0.2669, 0.4135, 0.5476, 0.1466, 0.7331, 0.8809, 0.5865, 0.8534, 0.2142};
  for (int i = 0; i < QUARTZ_ATOMS; i++) {
    for (int axis = 0; axis < 3; axis++) {
      double r = 0.02 * ((seed * 31 + i * 7 + axis * 3) % 11) / 11;
      for (int v = 0; v < 3; v++) {
        r += fractional[3 * i + v] * quartz_cell[3 * v + axis];
      }
      positions[3 * i + axis] = r;
    }
  }
}

#endif
