#include "settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Writes one line. Returns 1.
static int wrong(char* problem, size_t capacity, char const* where, char const* what, char const* value, char const* right) {
  snprintf(problem, capacity, "%s: %s \"%s\"; %s", where, what, value, right);
  return 1;
}

static int set_threads(settings* result, char const* where, char const* value, char* problem, size_t capacity) {
  char* end = NULL;
  errno = 0;
  long const threads = strtol(value, &end, 10);
  if (end == value || *end != '\0' || errno != 0 || threads < 0 || threads > 4096) {
    return wrong(problem, capacity, where, "no number of threads:", value, "0 (all, or 1 under MPI) to 4096 would be");
  }
  result->threads = (int)threads;
  return 0;
}

static int set_precision(settings* result, char const* where, char const* value, char* problem, size_t capacity) {
  if (strcmp(value, "f64") != 0 && strcmp(value, "f32") != 0) {
    return wrong(problem, capacity, where, "no such precision:", value, "f64 and f32 are");
  }
  result->precision = strcmp(value, "f32") == 0 ? COESITE_F32 : COESITE_F64;
  return 0;
}

static int set_text(char* text, char const* where, char const* value, char* problem, size_t capacity) {
  if (strlen(value) >= SETTINGS_TEXT) {
    return wrong(problem, capacity, where, "too long:", value, "4095 bytes fit");
  }
  strcpy(text, value);
  return 0;
}

static int set(settings* result, char const* where, char const* key, char const* value, char* problem, size_t capacity) {
  if (strcmp(key, "device") == 0) {
    return set_text(result->device, where, value, problem, capacity);
  }
  if (strcmp(key, "precision") == 0) {
    return set_precision(result, where, value, problem, capacity);
  }
  if (strcmp(key, "threads") == 0) {
    return set_threads(result, where, value, problem, capacity);
  }
  if (strcmp(key, "file") == 0) {
    return set_text(result->file, where, value, problem, capacity);
  }
  if (strcmp(key, "bundled") == 0) {
    return set_text(result->bundled, where, value, problem, capacity);
  }
  return wrong(problem, capacity, where, "no such setting:", key, "device, precision, threads, file and bundled are");
}

static int read_lines(FILE* file, char const* path, settings* result, char* problem, size_t capacity) {
  char line[SETTINGS_TEXT + 32];
  while (fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "\r\n")] = '\0';
    char* value = strchr(line, ' ');
    if (value == NULL) {
      if (*line == '\0') {
        continue;
      }
      return wrong(problem, capacity, path, "no value:", line, "a word, a blank and a value belong on each line");
    }
    *value++ = '\0';
    if (set(result, path, line, value, problem, capacity) != 0) {
      return 1;
    }
  }
  return 0;
}

static int read_environment(settings* result, char* problem, size_t capacity) {
  static char const* const names[][2] = {
      {"COESITE_KIM_DEVICE", "device"}, {"COESITE_KIM_PRECISION", "precision"}, {"COESITE_KIM_THREADS", "threads"}};
  for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
    char const* value = getenv(names[k][0]);
    if (value != NULL && *value != '\0' && set(result, names[k][0], names[k][1], value, problem, capacity) != 0) {
      return 1;
    }
  }
  return 0;
}

int settings_read(char const* path, settings* result, char* problem, size_t capacity) {
  *result = (settings){.device = "auto", .precision = COESITE_F64, .threads = 0, .file = "", .bundled = ""};
  FILE* file = fopen(path, "r");
  if (file == NULL) {
    snprintf(problem, capacity, "%s: %s", path, strerror(errno));
    return 1;
  }
  int const failed = read_lines(file, path, result, problem, capacity);
  fclose(file);
  return failed != 0 ? failed : read_environment(result, problem, capacity);
}
