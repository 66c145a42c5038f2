// A small simulator for the KIM API's models: particles with their neighbours, and a computation.
#ifndef COESITE_KIM_SIMULATOR_H
#define COESITE_KIM_SIMULATOR_H

#include <KIM_SimulatorHeaders.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                              \
  do {                                                                \
    if (!(condition)) {                                               \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                        \
    }                                                                 \
  } while (0)

enum { MOST = 4096, MOST_SPECIES = 128 };

// A model that has been created, and arguments to compute with.
typedef struct simulator {
  KIM_Model* model;
  KIM_ComputeArguments* arguments;
  double cutoff;
  int species;
  int codes[MOST_SPECIES];
} simulator;

// Particles, and for those that contribute all within a distance.
typedef struct configuration {
  int particles;
  int codes[MOST];
  int contributing[MOST];
  /// The particle that one repeats; itself if none
  int origin[MOST];
  double positions[3 * MOST];
  int start[MOST + 1];
  int* neighbours;
} configuration;

// All that a model may compute.
typedef struct results {
  double energy;
  double virial[6];
  double forces[3 * MOST];
  double particle_energies[MOST];
} results;

// Creates a model in given units.
simulator simulator_in(char const* name, KIM_LengthUnit length, KIM_EnergyUnit energy);

// Creates a model in angstrom and eV.
simulator simulator_of(char const* name);

void simulator_close(simulator* s);

// Begins a row of random numbers.
void seed_random(unsigned long long value);

// A number between 0 and 1, the next of the row.
double next_random(void);

// Particles on a shaken cubic lattice, of all the model's species in turn, all contributing or every second one.
configuration* cluster(simulator const* s, int count, double spacing, int every_second);

// A cell of particles, and their images as far as the model sees, times repeat along the first vector.
configuration* crystal(simulator const* s, int count, double spacing, int repeat);

configuration* copy_of(configuration const* c);

void configuration_free(configuration* c);

// Finds the neighbours of all particles that contribute.
void find_neighbours(configuration* c, double cutoff);

// Computes; returns KIM's error code.
int try_compute(simulator* s, configuration* c, results* r);

// Finds neighbours and computes, which must not fail.
void compute(simulator* s, configuration* c, results* r);

// The energy alone.
double energy_of(simulator* s, configuration* c);

#endif
