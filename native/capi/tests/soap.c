// SOAP features of something like silica, printed: soap. First the positions, of two structures, then each kind in double, normalised, and in float;
// a name and numbers on each line.
#include <math.h>

#include "check.h"

enum { ATOMS = 2 * QUARTZ_ATOMS };

static const char hypers[] =
    "{\"cutoff\": {\"radius\": 3.5, \"smoothing\": {\"type\": \"ShiftedCosine\", \"width\": 0.5}},"
    " \"density\": {\"type\": \"Gaussian\", \"width\": 0.4},"
    " \"basis\": {\"type\": \"TensorProduct\", \"max_angular\": 2, \"radial\": {\"type\": \"Gto\", \"max_radial\": 1}}}";

static const int32_t offsets[3] = {0, QUARTZ_ATOMS, ATOMS};
static int32_t species[ATOMS];
static double positions[3 * ATOMS];
static double cells[18];

static coesite_soap* open_soap(const char* text, coesite_precision precision) {
  // in any order
  static const int32_t known[2] = {14, 8};
  coesite_options options = COESITE_OPTIONS_DEFAULT;
  options.device = "cpu";
  options.threads = 1;
  options.precision = precision;
  coesite_soap* soap;
  OK(coesite_soap_open(text, 2, known, &options, &soap));
  return soap;
}

static coesite_features compute(coesite_soap* soap, coesite_soap_kind kind, int normalised) {
  coesite_features features = {.size = sizeof features};
  OK(coesite_soap_features(soap, kind, normalised, 2, offsets, species, positions, cells, NULL, &features));
  CHECK(features.rows == ATOMS);
  CHECK((uintptr_t)features.values % 64 == 0 && (uintptr_t)features.labels % 64 == 0);
  return features;
}

static double value(const coesite_features* features, int64_t at) {
  return features->precision == COESITE_F64 ? ((const double*)features->values)[at] : ((const float*)features->values)[at];
}

static void print(const char* name, coesite_features features) {
  printf("%s", name);
  for (int64_t k = 0; k < features.rows * features.columns; k++) {
    printf(" %.17g", value(&features, k));
  }
  printf("\n%s_labels", name);
  for (int64_t k = 0; k < features.columns * features.label_count; k++) {
    printf(" %d", features.labels[k]);
  }
  printf("\n");
  coesite_features_free(&features);
  CHECK(features.rows == 0 && features.values == NULL && features.labels == NULL && features.memory == NULL);
  coesite_features_free(&features);
}

// Every row of unit length.
static void check_normalised(coesite_soap* soap, coesite_soap_kind kind) {
  coesite_features plain = compute(soap, kind, 0);
  coesite_features unit = compute(soap, kind, 1);
  for (int64_t row = 0; row < unit.rows; row++) {
    double square = 0;
    for (int64_t k = row * unit.columns; k < (row + 1) * unit.columns; k++) {
      square += value(&plain, k) * value(&plain, k);
    }
    for (int64_t k = row * unit.columns; k < (row + 1) * unit.columns; k++) {
      CHECK(fabs(value(&unit, k) - value(&plain, k) / sqrt(square)) < (unit.precision == COESITE_F64 ? 1e-15 : 1e-7));
    }
  }
  coesite_features_free(&plain);
  coesite_features_free(&unit);
}

static void check_of_model(void) {
  coesite_model* model = open_model("silica", COESITE_ENERGY);
  int32_t terms = -1;
  OK(coesite_terms(model, &terms));
  CHECK(terms > 0);
  char text[4096];
  for (int32_t term = 0; term < terms; term++) {
    OK(coesite_hypers(model, term, sizeof text, text));
    coesite_soap* soap = open_soap(text, COESITE_F64);
    print("of_model", compute(soap, COESITE_SOAP_SPECTRUM, 0));
    OK(coesite_soap_close(soap));
  }
  FAILS(coesite_hypers(model, terms, sizeof text, text), COESITE_ERROR_ARGUMENT, "there is no term");
  FAILS(coesite_hypers(model, -1, sizeof text, text), COESITE_ERROR_ARGUMENT, "there is no term -1");
  FAILS(coesite_hypers(model, 0, 20, text), COESITE_ERROR_ARGUMENT, "a capacity of 20 bytes");
  FAILS(coesite_hypers(model, 0, 20, NULL), COESITE_ERROR_ARGUMENT, "text is NULL");
  FAILS(coesite_terms(model, NULL), COESITE_ERROR_ARGUMENT, "terms is NULL");
  OK(coesite_close(model));
}

static void check_errors(coesite_soap* soap) {
  static const int32_t twice[2] = {8, 8};
  static const int32_t none[1] = {119};
  coesite_soap* other;
  FAILS(coesite_soap_open(NULL, 2, species, NULL, &other), COESITE_ERROR_ARGUMENT, "hypers is NULL");
  FAILS(coesite_soap_open("{}", 1, species, NULL, &other), COESITE_ERROR_ARGUMENT, "hypers: hyperparameters.cutoff is missing");
  FAILS(coesite_soap_open("{", 1, species, NULL, &other), COESITE_ERROR_ARGUMENT, "not JSON");
  FAILS(coesite_soap_open(hypers, 0, NULL, NULL, &other), COESITE_ERROR_ARGUMENT, "at least one is needed");
  FAILS(coesite_soap_open(hypers, 2, NULL, NULL, &other), COESITE_ERROR_ARGUMENT, "species is NULL");
  FAILS(coesite_soap_open(hypers, 2, twice, NULL, &other), COESITE_ERROR_ARGUMENT, "species 8 is named twice");
  FAILS(coesite_soap_open(hypers, 1, none, NULL, &other), COESITE_ERROR_ARGUMENT, "119");
  FAILS(coesite_soap_open(hypers, 1, species, NULL, NULL), COESITE_ERROR_ARGUMENT, "soap is NULL");
  coesite_features features;
  memset(&features, 0x55, sizeof features);
  features.size = sizeof features;
  FAILS(coesite_soap_features(NULL, COESITE_SOAP_SPECTRUM, 0, 0, NULL, NULL, NULL, NULL, NULL, &features), COESITE_ERROR_ARGUMENT, "soap is NULL");
  CHECK(features.memory == NULL && features.rows == 0);
  FAILS(coesite_soap_features(soap, (coesite_soap_kind)7, 0, 0, NULL, NULL, NULL, NULL, NULL, &features), COESITE_ERROR_ARGUMENT,
        "no kind of features 7");
  FAILS(coesite_soap_features(soap, COESITE_SOAP_SPECTRUM, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL), COESITE_ERROR_ARGUMENT, "features is NULL");
  // found out when memory has been taken already
  species[12] = 79;
  FAILS(coesite_soap_features(soap, COESITE_SOAP_SPECTRUM, 0, 2, offsets, species, positions, cells, NULL, &features), COESITE_ERROR_STRUCTURE, "Au");
  CHECK(features.memory == NULL && features.values == NULL);
  species[12] = 8;
  // labels without rows
  OK(coesite_soap_features(soap, COESITE_SOAP_EXPANSION, 0, 0, NULL, NULL, NULL, NULL, NULL, &features));
  CHECK(features.rows == 0 && features.columns == 2 * 9 * 2 && features.label_count == 4 && features.values == NULL && features.labels[0] == 8);
  coesite_features_free(&features);
  coesite_features_free(NULL);
  // a model is not features, and features are no model
  double cutoff;
  FAILS(coesite_cutoff((coesite_model*)soap, &cutoff), COESITE_ERROR_ARGUMENT, "model is closed, or was never open");
  OK(coesite_soap_close(soap));
  FAILS(coesite_soap_close(soap), COESITE_ERROR_ARGUMENT, "soap is closed");
  OK(coesite_soap_close(NULL));
}

int main(void) {
  for (int s = 0; s < 2; s++) {
    memcpy(species + s * QUARTZ_ATOMS, quartz_species, sizeof quartz_species);
    memcpy(cells + 9 * s, quartz_cell, sizeof quartz_cell);
    quartz(s, positions + 3 * QUARTZ_ATOMS * s);
  }
  printf("positions");
  for (int k = 0; k < 3 * ATOMS; k++) {
    printf(" %.17g", positions[k]);
  }
  printf("\n");
  coesite_soap* soap = open_soap(hypers, COESITE_F64);
  coesite_soap* single = open_soap(hypers, COESITE_F32);
  static const char* names[3] = {"spectrum", "full", "expansion"};
  for (int kind = 0; kind < 3; kind++) {
    print(names[kind], compute(soap, (coesite_soap_kind)kind, 0));
    check_normalised(soap, (coesite_soap_kind)kind);
    check_normalised(single, (coesite_soap_kind)kind);
  }
  print("float", compute(single, COESITE_SOAP_SPECTRUM, 0));
  OK(coesite_soap_close(single));
  check_of_model();
  check_errors(soap);
  return 0;
}
