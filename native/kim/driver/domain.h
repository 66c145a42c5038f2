#ifndef COESITE_KIM_DOMAIN_H
#define COESITE_KIM_DOMAIN_H

#include <KIM_ModelDriverHeaders.h>
#include <coesite.h>
#include <stddef.h>

// Room for a configuration as coesite_evaluate_domain takes it: atoms that contribute first. Grows, and is kept from call to call. KIM has one for
// each of its objects of arguments, so that threads do not share it.
typedef struct domain {
  int atoms;
  /// How many contribute
  int local;
  /// Whether KIM has those first too, so that its arrays serve as they are
  int in_order;
  /// KIM's number of each atom, [atoms]
  int* particle;
  /// The number here of each of KIM's particles, [atoms]
  int* atom;
  /// [local + 1]
  int32_t* start;
  /// [start[local]]
  int32_t* neighbours;
  int32_t* species;
  double* positions;
  double* forces;
  double* atom_energies;
  size_t atom_room;
  size_t neighbour_room;
} domain;

// Puts contributing particles first. Returns 1 where memory is short.
int domain_arrange(domain* d, int particles, int const* contributing);

// Asks KIM for the neighbours of all atoms that contribute. Returns 0, or what is wrong.
char const* domain_take_neighbours(domain* d, KIM_ModelComputeArguments const* arguments);

// Copies species and positions in the order here, positions times a factor.
void domain_take_atoms(domain* d, int const* species, double const* positions, double factor);

// Frees the arrays.
void domain_clear(domain* d);

#endif
