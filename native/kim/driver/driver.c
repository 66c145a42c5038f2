// A model of Coesite's as a portable model of the KIM API (https://openkim.org/kim-api), which LAMMPS, ASE and others run. Its parameter files are
// its settings, see settings.h, and the .safetensors file, unless the settings say where that lies.
#include "driver.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "elements.h"
#include "settings.h"

enum { MESSAGE = 8192, SPECIES = 128 };

static int failed(KIM_ModelDriverCreate* create, char const* message) {
  KIM_ModelDriverCreate_LogEntry(create, KIM_LOG_VERBOSITY_error, message, __LINE__, __FILE__);
  complain(message);
  return 1;
}

void complain(char const* message) { fprintf(stderr, "coesite: %s\n", message); }

// The path of a parameter file. Returns 1 where there is none of this number.
static int parameter_file(KIM_ModelDriverCreate* create, int index, char* path, size_t capacity) {
  char const* folder = NULL;
  char const* name = NULL;
  int count = 0;
  KIM_ModelDriverCreate_GetNumberOfParameterFiles(create, &count);
  if (index >= count) {
    return 1;
  }
  KIM_ModelDriverCreate_GetParameterFileDirectoryName(create, &folder);
  if (KIM_ModelDriverCreate_GetParameterFileBasename(create, index, &name)) {
    return 1;
  }
  return snprintf(path, capacity, "%s/%s", folder, name) >= (int)capacity;
}

// What to open: a file that is there, or the name of a model that comes with Coesite.
static int find_source(KIM_ModelDriverCreate* create, settings* chosen, char const** source) {
  *source = chosen->bundled;
  if (*chosen->bundled != '\0') {
    return 0;
  }
  if (*chosen->file == '\0' && parameter_file(create, 1, chosen->file, sizeof chosen->file)) {
    return failed(create,
                  "the second parameter file of a model of Coesite's is a .safetensors file, and there is none: install it with Coesite's script");
  }
  FILE* there = fopen(chosen->file, "r");
  if (there == NULL) {
    char message[MESSAGE];
    snprintf(message, sizeof message, "%s: %s; the model was installed by reference to this file", chosen->file, strerror(errno));
    return failed(create, message);
  }
  fclose(there);
  *source = chosen->file;
  return 0;
}

static int open_source(KIM_ModelDriverCreate* create, coesite_model** model) {
  char path[SETTINGS_TEXT];
  char message[MESSAGE];
  char const* source = NULL;
  settings chosen;
  if (parameter_file(create, 0, path, sizeof path)) {
    return failed(create, "the first parameter file of a model of Coesite's is its settings, and there is none: install it with Coesite's script");
  }
  if (settings_read(path, &chosen, message, sizeof message)) {
    return failed(create, message);
  }
  if (find_source(create, &chosen, &source)) {
    return 1;
  }
  coesite_options options = COESITE_OPTIONS_DEFAULT;
  options.device = chosen.device;
  options.precision = chosen.precision;
  options.threads = chosen.threads;
  options.property = COESITE_ENERGY;
  return coesite_open(source, &options, model) == COESITE_OK ? 0 : failed(create, coesite_last_error());
}

static int set_species(KIM_ModelDriverCreate* create, coesite_model* model) {
  int32_t numbers[SPECIES];
  int32_t count = 0;
  if (coesite_species(model, SPECIES, numbers, &count) != COESITE_OK) {
    return failed(create, coesite_last_error());
  }
  for (int k = 0; k < count && k < SPECIES; k++) {
    char const* symbol = element_symbol(numbers[k]);
    if (symbol == NULL || KIM_ModelDriverCreate_SetSpeciesCode(create, KIM_SpeciesName_FromString(symbol), numbers[k])) {
      return failed(create, "the KIM API does not take one of the model's species");
    }
  }
  return 0;
}

// How many of the simulator's units a unit of Coesite's is.
static int convert(KIM_LengthUnit length, KIM_EnergyUnit energy, double lengths, double energies, double* factor) {
  return KIM_ModelDriverCreate_ConvertUnit(KIM_LENGTH_UNIT_A, KIM_ENERGY_UNIT_eV, KIM_CHARGE_UNIT_unused, KIM_TEMPERATURE_UNIT_unused,
                                           KIM_TIME_UNIT_unused, length, energy, KIM_CHARGE_UNIT_unused, KIM_TEMPERATURE_UNIT_unused,
                                           KIM_TIME_UNIT_unused, lengths, energies, 0, 0, 0, factor);
}

// The simulator's units of length and energy, Coesite's where it has none.
static int set_units(KIM_ModelDriverCreate* create, KIM_LengthUnit length, KIM_EnergyUnit energy, open_model* open) {
  if (KIM_LengthUnit_Equal(length, KIM_LENGTH_UNIT_unused)) {
    length = KIM_LENGTH_UNIT_A;
  }
  if (KIM_EnergyUnit_Equal(energy, KIM_ENERGY_UNIT_unused)) {
    energy = KIM_ENERGY_UNIT_eV;
  }
  if (convert(length, energy, 1, 0, &open->angstrom) || convert(length, energy, 0, 1, &open->electronvolt) ||
      KIM_ModelDriverCreate_SetUnits(create, length, energy, KIM_CHARGE_UNIT_unused, KIM_TEMPERATURE_UNIT_unused, KIM_TIME_UNIT_unused)) {
    return failed(create, "the KIM API cannot convert angstrom and eV to the units asked for");
  }
  return 0;
}

static int set_routine(KIM_ModelDriverCreate* create, KIM_ModelRoutineName name, KIM_Function* routine) {
  return KIM_ModelDriverCreate_SetRoutinePointer(create, name, KIM_LANGUAGE_NAME_c, 1, routine);
}

static int set_routines(KIM_ModelDriverCreate* create) {
  if (KIM_ModelDriverCreate_SetModelNumbering(create, KIM_NUMBERING_zeroBased) ||
      set_routine(create, KIM_MODEL_ROUTINE_NAME_ComputeArgumentsCreate, (KIM_Function*)coesite_kim_arguments_create) ||
      set_routine(create, KIM_MODEL_ROUTINE_NAME_ComputeArgumentsDestroy, (KIM_Function*)coesite_kim_arguments_destroy) ||
      set_routine(create, KIM_MODEL_ROUTINE_NAME_Compute, (KIM_Function*)coesite_kim_compute) ||
      set_routine(create, KIM_MODEL_ROUTINE_NAME_Destroy, (KIM_Function*)coesite_kim_destroy)) {
    return failed(create, "the KIM API does not take the driver's routines");
  }
  return 0;
}

static int set_up(KIM_ModelDriverCreate* create, KIM_LengthUnit length, KIM_EnergyUnit energy, open_model* open) {
  if (set_units(create, length, energy, open) || set_routines(create) || open_source(create, &open->model) || set_species(create, open->model)) {
    return 1;
  }
  if (coesite_cutoff(open->model, &open->cutoff) != COESITE_OK) {
    return failed(create, coesite_last_error());
  }
  open->cutoff *= open->angstrom;
  open->only_contributing = 1;
  KIM_ModelDriverCreate_SetInfluenceDistancePointer(create, &open->cutoff);
  KIM_ModelDriverCreate_SetNeighborListPointers(create, 1, &open->cutoff, &open->only_contributing);
  char text[MESSAGE];
  if (coesite_describe(open->model, sizeof text, text) == COESITE_OK) {
    KIM_ModelDriverCreate_LogEntry(create, KIM_LOG_VERBOSITY_information, text, __LINE__, __FILE__);
  }
  return 0;
}

int coesite_kim_create(KIM_ModelDriverCreate* create, KIM_LengthUnit length, KIM_EnergyUnit energy, KIM_ChargeUnit charge,
                       KIM_TemperatureUnit temperature, KIM_TimeUnit time) {
  // energies depend on none of these
  (void)charge;
  (void)temperature;
  (void)time;
  open_model* open = calloc(1, sizeof *open);
  if (open == NULL) {
    return failed(create, "out of memory");
  }
  if (set_up(create, length, energy, open)) {
    coesite_close(open->model);
    free(open);
    return 1;
  }
  KIM_ModelDriverCreate_SetModelBufferPointer(create, open);
  return 0;
}

int coesite_kim_destroy(KIM_ModelDestroy* destroy) {
  open_model* open = NULL;
  KIM_ModelDestroy_GetModelBufferPointer(destroy, (void**)&open);
  int const failure = open != NULL && coesite_close(open->model) != COESITE_OK;
  if (failure) {
    KIM_ModelDestroy_LogEntry(destroy, KIM_LOG_VERBOSITY_error, coesite_last_error(), __LINE__, __FILE__);
  }
  free(open);
  return failure;
}
