#ifndef COESITE_KIM_SETTINGS_H
#define COESITE_KIM_SETTINGS_H

#include <coesite.h>
#include <stddef.h>

enum { SETTINGS_TEXT = 4096 };

// How a model is to be opened: what its parameter file of settings says, a word and a value on each line,
//
//     device auto         as in coesite_options
//     precision f64       or f32
//     threads 0           as in coesite_options
//     file /path/to.safetensors    where the model is not a parameter file itself
//     bundled silica      or it is one that comes with Coesite
//
// and over that the environment: COESITE_KIM_DEVICE, COESITE_KIM_PRECISION, COESITE_KIM_THREADS.
typedef struct settings {
  char device[SETTINGS_TEXT];
  coesite_precision precision;
  int threads;
  /// Empty: the second parameter file
  char file[SETTINGS_TEXT];
  /// Empty: none
  char bundled[SETTINGS_TEXT];
} settings;

// Reads settings. Returns 0, or 1 with one line in problem.
int settings_read(char const* path, settings* result, char* problem, size_t capacity);

#endif
