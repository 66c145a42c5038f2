// The functions of the Java side, in the order of org.coesite.capi.EntryPoints. Each takes the arguments of its namesake in coesite.h and the place
// for a message; before that, where memory is to be taken for a result, the allocator.
#ifndef COESITE_ENTRY_POINTS_H
#define COESITE_ENTRY_POINTS_H

#include <cstdint>

#include "coesite.h"
#include "memory.h"

namespace coesite {

struct EntryPoints {
  int (*open)(const char*, const coesite_options*, coesite_model**, char*);
  int (*close)(coesite_model*, char*);
  int (*predicts)(coesite_model*, std::int32_t, std::int32_t*, char*);
  int (*cutoff)(coesite_model*, double*, char*);
  int (*species)(coesite_model*, std::int32_t, std::int32_t*, std::int32_t*, char*);
  int (*members)(coesite_model*, std::int32_t*, char*);
  int (*describe)(coesite_model*, std::int32_t, char*, char*);
  int (*evaluate)(coesite_model*, std::int32_t, const std::int32_t*, const double*, const double*, const std::int32_t*, coesite_results*, char*);
  int (*evaluate_batch)(coesite_model*, std::int32_t, const std::int32_t*, const std::int32_t*, const double*, const double*, const std::int32_t*,
                        coesite_results*, char*);
  int (*evaluate_domain)(coesite_model*, std::int32_t, std::int32_t, const std::int32_t*, const double*, const std::int32_t*, const std::int32_t*,
                         coesite_domain_results*, char*);
  int (*dos_grid)(coesite_model*, double*, double*, std::int32_t*, coesite_zero*, char*);
  int (*dos)(coesite_model*, std::int32_t, const std::int32_t*, const std::int32_t*, const double*, const double*, const std::int32_t*,
             coesite_dos_results*, char*);
  int (*neighbours)(std::int32_t, const double*, const double*, const std::int32_t*, const coesite_neighbour_options*, coesite_neighbour_list*,
                    Allocator, char*);
  int (*terms)(coesite_model*, std::int32_t*, char*);
  int (*hypers)(coesite_model*, std::int32_t, std::int32_t, char*, char*);
  int (*soap_open)(const char*, std::int32_t, const std::int32_t*, const coesite_options*, coesite_soap**, char*);
  int (*soap_close)(coesite_soap*, char*);
  int (*soap_features)(coesite_soap*, std::int32_t, std::int32_t, std::int32_t, const std::int32_t*, const std::int32_t*, const double*,
                       const double*, const std::int32_t*, coesite_features*, Allocator, char*);
  int (*tensor_element)(coesite_model*, std::int32_t*, char*);
  int (*tensor_unit)(coesite_model*, std::int32_t, char*, char*);
  int (*tensors)(coesite_model*, std::int32_t, const std::int32_t*, const std::int32_t*, const double*, const double*, const std::int32_t*,
                 const std::int32_t*, coesite_tensor_results*, char*);
};

constexpr int ENTRY_POINTS = sizeof(EntryPoints) / sizeof(void*);

}  // namespace coesite

#endif
