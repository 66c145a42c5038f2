// The functions of coesite.h: each goes straight to its namesake on the Java side.
#include <cstdlib>

#include "coesite.h"
#include "entry_points.h"
#include "java.h"
#include "memory.h"
#include "message.h"

namespace {

using coesite::EntryPoints;

coesite_status failed(coesite_status status, const char* text) {
  coesite::set_message(text);
  return status;
}

coesite_status after_fork() {
  return failed(COESITE_ERROR_JAVA, "this process was forked from one that had started Coesite: start Coesite after the fork, in each process");
}

// Calls a function of the Java side, which is there if any model is open.
template <typename... Parameters, typename... Arguments>
coesite_status call(int (*EntryPoints::*function)(Parameters...), Arguments... arguments) {
  const EntryPoints* java = coesite::java_if_started();
  if (java == nullptr) {
    return failed(COESITE_ERROR_ARGUMENT, "nothing has been opened");
  }
  if (coesite::forked()) {
    return after_fork();
  }
  return static_cast<coesite_status>((java->*function)(arguments..., coesite::message()));
}

// The same, of a function that starts Java where it is not there.
template <typename... Parameters, typename... Arguments>
coesite_status call_first(int (*EntryPoints::*function)(Parameters...), Arguments... arguments) {
  if (coesite::forked()) {
    return after_fork();
  }
  return coesite::java() == nullptr ? COESITE_ERROR_JAVA : call(function, arguments...);
}

void clear(coesite_neighbour_list* list) { *list = {list->size, 0, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr}; }

void clear(coesite_features* features) { *features = {features->size, 0, 0, COESITE_F64, 0, nullptr, nullptr, nullptr}; }

void release(coesite_neighbour_list* list) { coesite_neighbour_list_free(list); }

void release(coesite_features* features) { coesite_features_free(features); }

// A call that has the Java side take memory for a result: a result that failed is empty and holds nothing.
template <typename Result, typename Call>
coesite_status making(Result* result, Call call) {
  const bool known = result != nullptr && result->size >= sizeof *result;
  if (known) {
    clear(result);
  }
  const coesite_status status = call();
  if (status != COESITE_OK && known) {
    release(result);
  }
  return status;
}

}  // namespace

extern "C" {

int32_t coesite_abi() { return COESITE_ABI; }

const char* coesite_version() { return COESITE_VERSION; }

const char* coesite_last_error() { return coesite::message(); }

coesite_status coesite_open(const char* source, const coesite_options* options, coesite_model** model) {
  if (model != nullptr) {
    *model = nullptr;
  }
  return call_first(&EntryPoints::open, source, options, model);
}

coesite_status coesite_close(coesite_model* model) { return model == nullptr ? COESITE_OK : call(&EntryPoints::close, model); }

coesite_status coesite_predicts(coesite_model* model, coesite_property property, int32_t* predicts) {
  return call(&EntryPoints::predicts, model, static_cast<int32_t>(property), predicts);
}

coesite_status coesite_cutoff(coesite_model* model, double* cutoff) { return call(&EntryPoints::cutoff, model, cutoff); }

coesite_status coesite_species(coesite_model* model, int32_t capacity, int32_t* species, int32_t* count) {
  return call(&EntryPoints::species, model, capacity, species, count);
}

coesite_status coesite_members(coesite_model* model, int32_t* members) { return call(&EntryPoints::members, model, members); }

coesite_status coesite_describe(coesite_model* model, int32_t capacity, char* text) { return call(&EntryPoints::describe, model, capacity, text); }

coesite_status coesite_evaluate(coesite_model* model, int32_t atoms, const int32_t* species, const double* positions, const double* cell,
                                const int32_t* periodic, coesite_results* results) {
  return call(&EntryPoints::evaluate, model, atoms, species, positions, cell, periodic, results);
}

coesite_status coesite_evaluate_batch(coesite_model* model, int32_t structures, const int32_t* offsets, const int32_t* species,
                                      const double* positions, const double* cells, const int32_t* periodic, coesite_results* results) {
  return call(&EntryPoints::evaluate_batch, model, structures, offsets, species, positions, cells, periodic, results);
}

coesite_status coesite_evaluate_domain(coesite_model* model, int32_t atoms, int32_t local, const int32_t* species, const double* positions,
                                       const int32_t* start, const int32_t* neighbours, coesite_domain_results* results) {
  return call(&EntryPoints::evaluate_domain, model, atoms, local, species, positions, start, neighbours, results);
}

coesite_status coesite_dos_grid(coesite_model* model, double* start, double* step, int32_t* count, coesite_zero* zero) {
  return call(&EntryPoints::dos_grid, model, start, step, count, zero);
}

coesite_status coesite_dos(coesite_model* model, int32_t structures, const int32_t* offsets, const int32_t* species, const double* positions,
                           const double* cells, const int32_t* periodic, coesite_dos_results* results) {
  return call(&EntryPoints::dos, model, structures, offsets, species, positions, cells, periodic, results);
}

coesite_status coesite_tensor_element(coesite_model* model, int32_t* element) { return call(&EntryPoints::tensor_element, model, element); }

coesite_status coesite_tensor_unit(coesite_model* model, int32_t capacity, char* text) {
  return call(&EntryPoints::tensor_unit, model, capacity, text);
}

coesite_status coesite_tensors(coesite_model* model, int32_t structures, const int32_t* offsets, const int32_t* species, const double* positions,
                               const double* cells, const int32_t* periodic, const int32_t* chosen, coesite_tensor_results* results) {
  return call(&EntryPoints::tensors, model, structures, offsets, species, positions, cells, periodic, chosen, results);
}

coesite_status coesite_neighbours(int32_t atoms, const double* positions, const double* cell, const int32_t* periodic,
                                  const coesite_neighbour_options* options, coesite_neighbour_list* list) {
  return making(list, [=] { return call_first(&EntryPoints::neighbours, atoms, positions, cell, periodic, options, list, &coesite::allocate); });
}

void coesite_neighbour_list_free(coesite_neighbour_list* list) {
  if (list != nullptr) {
    std::free(list->memory);
    clear(list);
  }
}

coesite_status coesite_terms(coesite_model* model, int32_t* terms) { return call(&EntryPoints::terms, model, terms); }

coesite_status coesite_hypers(coesite_model* model, int32_t term, int32_t capacity, char* text) {
  return call(&EntryPoints::hypers, model, term, capacity, text);
}

coesite_status coesite_soap_open(const char* hypers, int32_t count, const int32_t* species, const coesite_options* options, coesite_soap** soap) {
  if (soap != nullptr) {
    *soap = nullptr;
  }
  return call_first(&EntryPoints::soap_open, hypers, count, species, options, soap);
}

coesite_status coesite_soap_close(coesite_soap* soap) { return soap == nullptr ? COESITE_OK : call(&EntryPoints::soap_close, soap); }

coesite_status coesite_soap_features(coesite_soap* soap, coesite_soap_kind kind, int32_t normalised, int32_t structures, const int32_t* offsets,
                                     const int32_t* species, const double* positions, const double* cells, const int32_t* periodic,
                                     coesite_features* features) {
  return making(features, [=] {
    return call(&EntryPoints::soap_features, soap, static_cast<int32_t>(kind), normalised, structures, offsets, species, positions, cells, periodic,
                features, &coesite::allocate);
  });
}

void coesite_features_free(coesite_features* features) {
  if (features != nullptr) {
    std::free(features->memory);
    clear(features);
  }
}

}  // extern "C"
