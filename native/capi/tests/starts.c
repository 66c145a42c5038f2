// Opens the silica model and prints what it is, or why that fails: starts. Exits with the status.
#include <sys/resource.h>

#include "check.h"

// Some MiB of stack, as a Fortran program's arrays take.
static double deep(int levels) {
  volatile double array[1 << 14];
  array[levels] = levels;
  return levels == 0 ? array[0] : array[levels] + deep(levels - 1);
}

int main(void) {
  coesite_model* model;
  coesite_options options = COESITE_OPTIONS_DEFAULT;
  options.device = "cpu";
  const coesite_status status = coesite_open("silica", &options, &model);
  if (status != COESITE_OK) {
    printf("%s\n", coesite_last_error());
    return status;
  }
  char text[400];
  OK(coesite_describe(model, sizeof text, text));
  printf("%s\n", text);
  double energy;
  coesite_results results = {.size = sizeof results, .energies = &energy};
  double r[3 * QUARTZ_ATOMS];
  quartz(0, r);
  OK(coesite_evaluate(model, QUARTZ_ATOMS, quartz_species, r, quartz_cell, NULL, &results));
  // the main thread's stack remains the program's: six MiB of the usual eight, or fifty where there is no limit
  struct rlimit stack;
  CHECK(getrlimit(RLIMIT_STACK, &stack) == 0);
  const int levels = stack.rlim_cur == RLIM_INFINITY ? 400 : 48;
  CHECK(deep(levels) == levels * (levels + 1) / 2);
  OK(coesite_evaluate(model, QUARTZ_ATOMS, quartz_species, r, quartz_cell, NULL, &results));
  return 0;
}
