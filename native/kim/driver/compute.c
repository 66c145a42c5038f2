#include <stdlib.h>
#include <string.h>

#include "domain.h"
#include "driver.h"

// What a call of KIM's is about; results that are not wanted are NULL.
typedef struct call {
  int particles;
  int* species;
  int* contributing;
  double* positions;
  double* energy;
  double* forces;
  double* particle_energies;
  double* virial;
} call;

int coesite_kim_arguments_create(KIM_ModelCompute const* compute, KIM_ModelComputeArgumentsCreate* create) {
  (void)compute;
  // virials of particles are none of Coesite's results; a simulator is told so by the status that everything has at first
  KIM_ComputeArgumentName const offered[] = {KIM_COMPUTE_ARGUMENT_NAME_partialEnergy, KIM_COMPUTE_ARGUMENT_NAME_partialForces,
                                             KIM_COMPUTE_ARGUMENT_NAME_partialParticleEnergy, KIM_COMPUTE_ARGUMENT_NAME_partialVirial};
  for (size_t k = 0; k < sizeof offered / sizeof *offered; k++) {
    if (KIM_ModelComputeArgumentsCreate_SetArgumentSupportStatus(create, offered[k], KIM_SUPPORT_STATUS_optional)) {
      return 1;
    }
  }
  domain* d = calloc(1, sizeof *d);
  if (d == NULL) {
    KIM_ModelComputeArgumentsCreate_LogEntry(create, KIM_LOG_VERBOSITY_error, "out of memory", __LINE__, __FILE__);
    return 1;
  }
  KIM_ModelComputeArgumentsCreate_SetModelBufferPointer(create, d);
  return 0;
}

int coesite_kim_arguments_destroy(KIM_ModelCompute const* compute, KIM_ModelComputeArgumentsDestroy* destroy) {
  (void)compute;
  domain* d = NULL;
  KIM_ModelComputeArgumentsDestroy_GetModelBufferPointer(destroy, (void**)&d);
  if (d != NULL) {
    domain_clear(d);
  }
  free(d);
  return 0;
}

static int take_call(KIM_ModelComputeArguments const* arguments, call* c) {
  int* particles = NULL;
  if (KIM_ModelComputeArguments_GetArgumentPointerInteger(arguments, KIM_COMPUTE_ARGUMENT_NAME_numberOfParticles, &particles) ||
      KIM_ModelComputeArguments_GetArgumentPointerInteger(arguments, KIM_COMPUTE_ARGUMENT_NAME_particleSpeciesCodes, &c->species) ||
      KIM_ModelComputeArguments_GetArgumentPointerInteger(arguments, KIM_COMPUTE_ARGUMENT_NAME_particleContributing, &c->contributing) ||
      KIM_ModelComputeArguments_GetArgumentPointerDouble(arguments, KIM_COMPUTE_ARGUMENT_NAME_coordinates, &c->positions) ||
      KIM_ModelComputeArguments_GetArgumentPointerDouble(arguments, KIM_COMPUTE_ARGUMENT_NAME_partialEnergy, &c->energy) ||
      KIM_ModelComputeArguments_GetArgumentPointerDouble(arguments, KIM_COMPUTE_ARGUMENT_NAME_partialForces, &c->forces) ||
      KIM_ModelComputeArguments_GetArgumentPointerDouble(arguments, KIM_COMPUTE_ARGUMENT_NAME_partialParticleEnergy, &c->particle_energies) ||
      KIM_ModelComputeArguments_GetArgumentPointerDouble(arguments, KIM_COMPUTE_ARGUMENT_NAME_partialVirial, &c->virial)) {
    return 1;
  }
  c->particles = *particles;
  return 0;
}

// Hands the domain over. Returns NULL, or what is wrong.
static char const* evaluate(open_model const* open, domain* d, call const* c, double virial[9]) {
  // what KIM's arrays hold already is not copied
  int const as_it_is = d->in_order && open->angstrom == 1 && open->electronvolt == 1;
  if (!as_it_is) {
    domain_take_atoms(d, c->species, c->positions, 1 / open->angstrom);
  }
  coesite_domain_results results = {.size = sizeof results, .energy = c->energy};
  results.forces = c->forces == NULL || as_it_is ? c->forces : d->forces;
  results.atom_energies = c->particle_energies == NULL ? NULL : d->atom_energies;
  results.virial = c->virial == NULL ? NULL : virial;
  coesite_status const status = coesite_evaluate_domain(open->model, d->atoms, d->local, as_it_is ? c->species : d->species,
                                                        as_it_is ? c->positions : d->positions, d->start, d->neighbours, &results);
  return status == COESITE_OK ? NULL : coesite_last_error();
}

static void give_forces(open_model const* open, domain const* d, double* forces) {
  if (d->in_order && open->angstrom == 1 && open->electronvolt == 1) {
    return;
  }
  double const unit = open->electronvolt / open->angstrom;
  for (int i = 0; i < d->atoms; i++) {
    for (int axis = 0; axis < 3; axis++) {
      forces[3 * d->particle[i] + axis] = d->forces[3 * i + axis] * unit;
    }
  }
}

static void give_results(open_model const* open, domain const* d, call const* c, double const virial[9]) {
  if (c->energy != NULL) {
    *c->energy *= open->electronvolt;
  }
  if (c->forces != NULL) {
    give_forces(open, d, c->forces);
  }
  for (int i = 0; i < d->atoms && c->particle_energies != NULL; i++) {
    c->particle_energies[d->particle[i]] = i < d->local ? d->atom_energies[i] * open->electronvolt : 0;
  }
  if (c->virial != NULL) {
    // xx, yy, zz, yz, xz, xy
    int const places[6] = {0, 4, 8, 5, 2, 1};
    for (int k = 0; k < 6; k++) {
      c->virial[k] = virial[places[k]] * open->electronvolt;
    }
  }
}

static int failed(KIM_ModelCompute const* compute, char const* message) {
  KIM_ModelCompute_LogEntry(compute, KIM_LOG_VERBOSITY_error, message, __LINE__, __FILE__);
  complain(message);
  return 1;
}

int coesite_kim_compute(KIM_ModelCompute const* compute, KIM_ModelComputeArguments const* arguments) {
  open_model* open = NULL;
  domain* d = NULL;
  call c = {0};
  KIM_ModelCompute_GetModelBufferPointer(compute, (void**)&open);
  KIM_ModelComputeArguments_GetModelBufferPointer(arguments, (void**)&d);
  if (take_call(arguments, &c)) {
    return failed(compute, "the simulator has not set an argument that the KIM API requires");
  }
  if (domain_arrange(d, c.particles, c.contributing)) {
    return failed(compute, "out of memory");
  }
  char const* problem = domain_take_neighbours(d, arguments);
  double virial[9];
  if (problem == NULL) {
    problem = evaluate(open, d, &c, virial);
  }
  if (problem != NULL) {
    return failed(compute, problem);
  }
  give_results(open, d, &c, virial);
  return 0;
}
