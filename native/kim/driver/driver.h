#ifndef COESITE_KIM_DRIVER_H
#define COESITE_KIM_DRIVER_H

#include <KIM_ModelDriverHeaders.h>
#include <coesite.h>

// What KIM keeps for a model that is open. Not changed after it has been made: any number of threads may compute with it.
typedef struct open_model {
  coesite_model* model;
  /// In the simulator's unit of length
  double cutoff;
  /// 1: only neighbours of contributing particles are asked for
  int only_contributing;
  /// One angstrom in the simulator's unit of length
  double angstrom;
  /// One eV in the simulator's unit of energy
  double electronvolt;
} open_model;

int coesite_kim_create(KIM_ModelDriverCreate* create, KIM_LengthUnit length, KIM_EnergyUnit energy, KIM_ChargeUnit charge,
                       KIM_TemperatureUnit temperature, KIM_TimeUnit time);
int coesite_kim_destroy(KIM_ModelDestroy* destroy);
int coesite_kim_arguments_create(KIM_ModelCompute const* compute, KIM_ModelComputeArgumentsCreate* create);
int coesite_kim_arguments_destroy(KIM_ModelCompute const* compute, KIM_ModelComputeArgumentsDestroy* destroy);
int coesite_kim_compute(KIM_ModelCompute const* compute, KIM_ModelComputeArguments const* arguments);

// Says on standard error what is wrong, for simulators do not show KIM's log.
void complain(char const* message);

#endif
