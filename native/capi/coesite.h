#ifndef COESITE_H
#define COESITE_H

// Coesite's models in C, and in whatever calls C.
//
//     coesite_model* model;
//     if (coesite_open("silica", NULL, &model) != COESITE_OK) {
//       fprintf(stderr, "%s\n", coesite_last_error());
//       exit(1);
//     }
//     double energy, forces[3 * ATOMS], stress[9];
//     coesite_results results = {.size = sizeof results, .energies = &energy, .forces = forces, .stresses = stress};
//     coesite_status status = coesite_evaluate(model, ATOMS, species, positions, cell, NULL, &results);
//     coesite_close(model);
//
// UNITS
//   angstrom, eV, eV/angstrom, eV/angstrom^3, states/eV, ppm. Species are atomic numbers.
//
// ARRAYS
//   are the caller's, dense, last index fastest: positions[3 * atom + axis]. Those that are read are read before the call returns, those that are
//   written have been written when it returns; no pointer is kept. On the way to Java and back nothing is copied. There, species and positions are
//   copied into Coesite's own structures, which are immutable, and results out of them. Where a call fails, what results point to is unspecified.
//   Results whose size is not known beforehand (coesite_neighbour_list, coesite_features) are in memory that the library takes, which is the caller's
//   from then on, to read and to write, until the caller releases it with the function that is named there.
//
// ERRORS
//   Every call that can fail gives a coesite_status, and where that is not COESITE_OK, coesite_last_error() says in one line what is wrong. No call
//   ends the program. None prints, but for one line of the Java machine's on standard error when it starts, which cannot be switched off: that
//   jdk.incubator.vector is an incubator module.
//
// THREADS
//   All functions may be called by any number of threads at once. Calls on one model are done one after the other; calls on different models run at
//   once. A computation runs on the thread that calls, helped by coesite_options.threads - 1 others. A thread's first call takes longer, as the Java
//   machine gets to know it. A thread needs 1 MiB of stack; the main thread should not be deeper than 8 MiB when it calls.
//
// JAVA
//   The first call that opens something or finds neighbours starts a Java machine in this process, which stays until the process ends, or joins the
//   one that is there, which must be of Java 25 or later, with --add-modules jdk.incubator.vector. It is looked for in COESITE_JAVA_HOME, JAVA_HOME,
//   on PATH and in the usual places. The environment may set
//     COESITE_JAVA_HOME   the JDK to use
//     COESITE_JAVA_OPTS   further options of the Java machine, with blanks between, such as -Xmx8g: memory for Java objects, by default a quarter of
//                         the machine's; the arrays of a computation lie outside of it
//     COESITE_CLASS_PATH  jars to use instead of those in the folder coesite/ beside libcoesite.so
//   The Java machine leaves SIGINT, SIGTERM, SIGHUP and SIGQUIT to the program (-Xrs). It needs SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGPIPE, SIGXFSZ and
//   SIGUSR2. Of the first six, handlers that were there before it started are called for what is not its own; a program that installs handlers later
//   is to be started with LD_PRELOAD=$JAVA_HOME/lib/libjsig.so. A program that needs SIGUSR2 sets _JAVA_SR_SIGNUM to the number of another signal.
//   Floating-point exceptions that the program has unmasked are masked during a call.
//
// MPI
//   Call MPI_Init before Java starts. Under Open MPI, MPICH and Intel MPI a model has one thread unless told otherwise.
//
// FORK
//   After fork() the child cannot use Coesite if the parent has: calls fail and say so. exec() is fine, and so is using it in the child only.

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define COESITE_API __attribute__((visibility("default")))
#else
#define COESITE_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/// Number of this interface. It changes when a program that was compiled with this header no longer works with the library; functions, fields at the
/// end of structs and values of enums may be added without a change.
#define COESITE_ABI 1

/// The interface of the library that is loaded, to compare with COESITE_ABI.
COESITE_API int32_t coesite_abi(void);

/// Version of the library that is loaded, such as "0.1.0". Static.
COESITE_API const char* coesite_version(void);

/// What became of a call.
typedef enum coesite_status {
  COESITE_OK = 0,
  /// The call is wrong: a NULL, a negative number, a number that is not finite, a closed model, no such atomic number
  COESITE_ERROR_ARGUMENT = 1,
  /// The model cannot be read, there is none of that name, or it does not predict what is asked for
  COESITE_ERROR_MODEL = 2,
  /// The model cannot predict this structure: a species it does not know, two atoms at one place, a periodic cell without volume, a neighbour
  /// list that cannot be right
  COESITE_ERROR_STRUCTURE = 3,
  /// The device does not exist or does not work here
  COESITE_ERROR_DEVICE = 4,
  /// Out of memory; the model is as good as before
  COESITE_ERROR_MEMORY = 5,
  /// No Java machine could be started or joined
  COESITE_ERROR_JAVA = 6,
  /// A mistake in Coesite
  COESITE_ERROR_INTERNAL = 7
} coesite_status;

/// What was wrong with this thread's last call that failed, one line in UTF-8 without a line end; empty if none has. Valid until the thread's next
/// call that fails, or its end; not to be freed.
COESITE_API const char* coesite_last_error(void);

/// An open model: something to hand back, that points to nothing. A closed one is recognised as such, for the values are not used again.
typedef struct coesite_model coesite_model;

/// What a model predicts.
typedef enum coesite_property {
  /// In coesite_options: whatever the file holds
  COESITE_ANY = 0,
  /// Energies and their derivatives: coesite_evaluate
  COESITE_ENERGY = 1,
  /// Electronic densities of states: coesite_dos
  COESITE_DOS = 2,
  /// Magnetic shielding tensors of one element's atoms: coesite_tensors
  COESITE_SHIELDING = 3,
  /// Electric field gradients at one element's atoms: coesite_tensors
  COESITE_EFG = 4,
  /// Other tensors of rank 2 of one element's atoms: coesite_tensors
  COESITE_TENSOR = 5
} coesite_property;

/// Numbers that kernels compute with; energies and forces are added up in double in both.
typedef enum coesite_precision { COESITE_F64 = 0, COESITE_F32 = 1 } coesite_precision;

/// How a model is opened. Fill with COESITE_OPTIONS_DEFAULT, then change what shall be different.
typedef struct coesite_options {
  /// sizeof(coesite_options): fields behind it take their defaults, so that programs go on to work as fields are added
  size_t size;
  /// "auto", "cpu", "cuda" or "emulated"; NULL is "auto": a GPU where one works, else the CPU. Read before coesite_open returns.
  const char* device;
  /// COESITE_F64 unless the model was made for less: the bundled one of silica loses several meV/atom in COESITE_F32
  coesite_precision precision;
  /// CPU threads, the caller's included; 0: all that the machine has, or 1 under MPI
  int32_t threads;
  /// What the model must predict: for names that more than one bundled model has, and to be told early about a wrong file. COESITE_ANY: a file's own;
  /// of bundled models of one name the first in the order of coesite_property.
  coesite_property property;
  /// 0
  int32_t reserved;
} coesite_options;

#define COESITE_OPTIONS_DEFAULT \
  { sizeof(coesite_options), NULL, COESITE_F64, 0, COESITE_ANY, 0 }

/// Opens a model; the first time, starts Java, which takes longer than the rest.
///
/// @param source path of a .safetensors file, or where there is no such file the name of a model that comes with Coesite: of COESITE_ENERGY silica
///     and silicon, of COESITE_DOS silicon and silicon-thermal, of COESITE_SHIELDING silicon-29. UTF-8.
/// @param options NULL for the defaults
/// @param model receives the model, the caller's to close; set to NULL where the call fails
COESITE_API coesite_status coesite_open(const char* source, const coesite_options* options, coesite_model** model);

/// Closes a model and gives its memory back, once calls on it that are under way are done. NULL does nothing; closing twice is
/// COESITE_ERROR_ARGUMENT.
COESITE_API coesite_status coesite_close(coesite_model* model);

/// Whether a model predicts a property. A property that this version does not know, no model predicts.
///
/// @param predicts receives 1 or 0
COESITE_API coesite_status coesite_predicts(coesite_model* model, coesite_property property, int32_t* predicts);

/// The distance beyond which atoms do not matter to each other's share of a prediction.
///
/// @param cutoff receives angstrom
COESITE_API coesite_status coesite_cutoff(coesite_model* model, double* cutoff);

/// The species that a model knows.
///
/// @param capacity room in species; 0 to ask for the count
/// @param species [capacity] receives the first atomic numbers, ascending; may be NULL where capacity is 0
/// @param count receives how many there are, which may be more than capacity
COESITE_API coesite_status coesite_species(coesite_model* model, int32_t capacity, int32_t* species, int32_t* count);

/// Number of members of the committee behind a model's uncertainties, 0 where it has none.
///
/// @param members receives it
COESITE_API coesite_status coesite_members(coesite_model* model, int32_t* members);

/// What a model is and where it runs, for people and logs: "silica: PBE, ...; cpu: 1 thread, vectors of 8 x 64 bits".
///
/// @param capacity room in text, bytes, 1 or more
/// @param text [capacity] receives one line in UTF-8, cut to fit, with a 0 at the end
COESITE_API coesite_status coesite_describe(coesite_model* model, int32_t capacity, char* text);

/// Where coesite_evaluate puts what. What is NULL is not wanted; without forces and stresses no derivatives are computed, in less than half the time.
/// Energies belong to the labels that a model was trained on: only their differences mean something.
typedef struct coesite_results {
  /// sizeof(coesite_results): fields behind it are NULL
  size_t size;
  /// eV, [structures]
  double* energies;
  /// Calibrated standard deviation of the energy, eV, [structures]; NaN where the model has none
  double* uncertainties;
  /// Energies of the committee's members, eV, [structures x members], see coesite_members; for uncertainties of differences and of other sums of
  /// energies
  double* committee;
  /// Parts of the energy per atom, eV, [atoms]
  double* atom_energies;
  /// 1 for an atom whose environment is unlike any in training, else 0, [atoms]
  int32_t* outside;
  /// -dE/dr, eV/angstrom, [atoms x 3]
  double* forces;
  /// (1/V) dE/d(strain), eV/angstrom^3, [structures x 9], symmetric, positive in tension; NaN where a structure is not periodic in all three
  /// directions
  double* stresses;
} coesite_results;

/// Predicts one structure. The same bits as coesite_evaluate_batch gives it in any batch, whatever the threads.
///
/// @param model predicts COESITE_ENERGY
/// @param atoms how many, 0 or more
/// @param species atomic numbers, [atoms]
/// @param positions Cartesian, angstrom, [atoms x 3]; they need not lie in the cell
/// @param cell cell vectors in angstrom, [9], a then b then c; NULL: none, nothing is periodic
/// @param periodic [3], whether it repeats along a, b, c (0 or not); NULL: in all directions if there is a cell
/// @param results what is wanted; [structures] is 1
COESITE_API coesite_status coesite_evaluate(coesite_model* model, int32_t atoms, const int32_t* species, const double* positions, const double* cell,
                                            const int32_t* periodic, coesite_results* results);

/// Predicts several structures, laid end to end: atom i of structure s is atom offsets[s] + i of all arrays. For many small structures this is
/// faster, most of all on a GPU. Where one structure cannot be predicted the call fails, and the message names it, counted from 1.
///
/// @param model predicts COESITE_ENERGY
/// @param structures how many, 0 or more
/// @param offsets first atoms of the structures and, last, the number of all atoms, [structures + 1], ascending from 0
/// @param species atomic numbers, [atoms]
/// @param positions Cartesian, angstrom, [atoms x 3]
/// @param cells cell vectors in angstrom, [structures x 9]; NULL: none
/// @param periodic [structures x 3], as in coesite_evaluate; NULL: all in all directions if there are cells
/// @param results what is wanted
COESITE_API coesite_status coesite_evaluate_batch(coesite_model* model, int32_t structures, const int32_t* offsets, const int32_t* species,
                                                  const double* positions, const double* cells, const int32_t* periodic, coesite_results* results);

/// Where coesite_evaluate_domain puts what. What is NULL is not wanted; without forces and virial no derivatives are computed.
typedef struct coesite_domain_results {
  /// sizeof(coesite_domain_results): fields behind it are NULL
  size_t size;
  /// Sum over the local atoms, eV, [1]
  double* energy;
  /// The same of the committee's members, eV, [members]: summed over all domains, their root mean square deviation from the sum of the energies is
  /// the uncertainty
  double* committee;
  /// eV, [local]
  double* atom_energies;
  /// 1 for an atom whose environment is unlike any in training, else 0, [local]
  int32_t* outside;
  /// Minus the derivative of this domain's energy by the positions of all its atoms, eV/angstrom, [atoms x 3]: those on ghosts belong to the atoms
  /// they are images of
  double* forces;
  /// dE/d(strain) of this domain's energy, eV, [9], symmetric: summed over all domains and divided by the volume, the stress, positive in tension
  double* virial;
} coesite_domain_results;

/// Predicts one domain of a program that divides space among processes, or makes images itself, as LAMMPS and KIM do: local atoms, whose energies it
/// owns, and around them ghost atoms, which belong to other domains or are images. Summed over the domains, with forces on ghosts added to their
/// atoms, results are those of the whole.
///
/// @param model predicts COESITE_ENERGY
/// @param atoms how many, local and ghosts
/// @param local how many are local, which come first
/// @param species atomic numbers, [atoms]
/// @param positions Cartesian, angstrom, [atoms x 3]; images are atoms of their own, there is no cell
/// @param start where rows of neighbours begin, [local + 1], ascending from 0; NULL where local is 0
/// @param neighbours numbers, counted from 0, of the atoms within coesite_cutoff of each local one, row after row, [start[local]], in any order
/// within
///     a row. Full: of two local neighbours each names the other. Atoms farther away are passed over, so that a list with a skin will do. An atom
///     that is missing is not noticed; one that is named twice in a row, or in its own, is COESITE_ERROR_STRUCTURE. The order within rows changes no
///     bit of the result.
/// @param results what is wanted
COESITE_API coesite_status coesite_evaluate_domain(coesite_model* model, int32_t atoms, int32_t local, const int32_t* species,
                                                   const double* positions, const int32_t* start, const int32_t* neighbours,
                                                   coesite_domain_results* results);

/// What the zero of a curve's energies is.
typedef enum coesite_zero {
  /// As the calculations it was trained on have it
  COESITE_ZERO_DATA = 0,
  /// The Fermi level of each structure
  COESITE_ZERO_FERMI = 1,
  /// The Fermi level, but for a shift of each structure's in training
  COESITE_ZERO_ADAPTIVE = 2
} coesite_zero;

/// The energies at which a model gives densities of states: start + i step for i below count.
///
/// @param start receives eV, from the zero
/// @param step receives eV
/// @param count receives how many
/// @param zero receives what energies count from
COESITE_API coesite_status coesite_dos_grid(coesite_model* model, double* start, double* step, int32_t* count, coesite_zero* zero);

/// Where coesite_dos puts what. What is NULL is not wanted.
typedef struct coesite_dos_results {
  /// sizeof(coesite_dos_results): fields behind it are NULL
  size_t size;
  /// States/eV of the whole structure, both spins, [structures x grid]
  double* curves;
  /// Calibrated standard deviation of the curve, states/eV, [structures x grid]; zeros where the model has no committee
  double* uncertainties;
  /// Energy up to which the curve holds the valence electrons, eV on the curve's zero, [structures]
  double* fermi_levels;
  /// Standard deviation of that, eV, [structures]; NaN where there is none
  double* fermi_uncertainties;
  /// The Fermi level on the zero of the calculations the model was trained on, eV, [structures]
  double* data_levels;
  /// Valence electrons, [structures]
  double* electrons;
  /// 1 for an atom whose environment is unlike any in training, else 0, [atoms]
  int32_t* outside;
} coesite_dos_results;

/// Predicts electronic densities of states. Arguments as those of coesite_evaluate_batch.
///
/// @param model predicts COESITE_DOS
COESITE_API coesite_status coesite_dos(coesite_model* model, int32_t structures, const int32_t* offsets, const int32_t* species,
                                       const double* positions, const double* cells, const int32_t* periodic, coesite_dos_results* results);

/// The element whose atoms have tensors.
///
/// @param model predicts COESITE_SHIELDING, COESITE_EFG or COESITE_TENSOR
/// @param element receives the atomic number
COESITE_API coesite_status coesite_tensor_element(coesite_model* model, int32_t* element);

/// The unit of a model's tensors: "ppm" of shieldings.
///
/// @param model predicts COESITE_SHIELDING, COESITE_EFG or COESITE_TENSOR
/// @param capacity room in text, bytes, 1 or more
/// @param text [capacity] receives it in UTF-8, cut to fit, with a 0 at the end; empty where the training data did not say
COESITE_API coesite_status coesite_tensor_unit(coesite_model* model, int32_t capacity, char* text);

/// Where coesite_tensors puts what. What is NULL is not wanted. Numbers of atoms that have no tensor are NaN.
typedef struct coesite_tensor_results {
  /// sizeof(coesite_tensor_results): fields behind it are NULL
  size_t size;
  /// 1 for an atom whose tensor was predicted: chosen, and of the model's element; else 0, [atoms]
  int32_t* predicted;
  /// Tensors in the model's unit, [atoms x 9], row by row: of a shielding, element (a, b) is the field induced along a by a field along b, with the
  /// other sign. Not symmetric where the model learnt antisymmetric parts.
  double* tensors;
  /// A third of the trace, [atoms]: isotropic shieldings, ppm
  double* isotropic;
  /// Calibrated standard deviation of that, [atoms]; NaN where the model has no committee
  double* uncertainties;
  /// Tensors of the committee's members, [atoms x members x 9], see coesite_members: the standard deviation of anything derived from a tensor is the
  /// root mean square deviation of the members' from the model's own
  double* committee;
  /// 1 for an atom whose environment is unlike any in training, else 0, [atoms]
  int32_t* outside;
} coesite_tensor_results;

/// Predicts shieldings, field gradients or other tensors of atoms. Arguments as those of coesite_evaluate_batch, but
///
/// @param model predicts COESITE_SHIELDING, COESITE_EFG or COESITE_TENSOR
/// @param chosen [atoms], 1 where the tensor is wanted, if the atom is of the model's element, else 0: few atoms of many take less time, with the
///     same bits. NULL: all.
COESITE_API coesite_status coesite_tensors(coesite_model* model, int32_t structures, const int32_t* offsets, const int32_t* species,
                                           const double* positions, const double* cells, const int32_t* periodic, const int32_t* chosen,
                                           coesite_tensor_results* results);

/// What a neighbour list is to hold. Fill with COESITE_NEIGHBOURS(cutoff), then change what shall be different.
typedef struct coesite_neighbour_options {
  /// sizeof(coesite_neighbour_options): fields behind it are 0
  size_t size;
  /// Pairs nearer than this, angstrom, are listed; may exceed the cell, by up to some hundred images
  double cutoff;
  /// 1: every pair comes both ways, as (i, j, S) and (j, i, -S). 0: it comes once, with i < j, or where an atom meets its own image with the first
  /// component of S that is not 0 positive.
  int32_t full;
  /// Whether coesite_neighbour_list.shifts are wanted, 1 or 0
  int32_t shifts;
  /// Whether coesite_neighbour_list.vectors are wanted, 1 or 0
  int32_t vectors;
  /// Whether coesite_neighbour_list.distances are wanted, 1 or 0
  int32_t distances;
} coesite_neighbour_options;

#define COESITE_NEIGHBOURS(cutoff) \
  { sizeof(coesite_neighbour_options), (cutoff), 1, 1, 1, 1 }

/// A neighbour list: pairs of an atom i and an image of an atom j, or of i itself, nearer than the cutoff, sorted by (i, j, S). Made by
/// coesite_neighbours, released by coesite_neighbour_list_free: until then the arrays are the caller's, and nobody else's to touch. They are one
/// block of memory, taken as malloc takes it, each beginning at a multiple of 64 bytes. They hold nothing of Java: they may be read by any thread, in
/// the child of a fork(), and whatever else is opened or closed. Copies of the struct are copies of the pointers: one of them is released, once.
typedef struct coesite_neighbour_list {
  /// sizeof(coesite_neighbour_list), to be set before the call
  size_t size;
  /// Number of pairs
  int64_t count;
  /// Atoms i, counted from 0, ascending, [count]; NULL where count is 0, as all of these are
  int32_t* i;
  /// Atoms j, counted from 0, [count]
  int32_t* j;
  /// Cell shifts S, [count x 3]: how many times a, b and c the image of j lies off j as it was given; NULL where they were not wanted
  int32_t* shifts;
  /// r_j - r_i + S C, angstrom, [count x 3], with C the cell vectors as rows; the same numbers with the other sign in the reverse of a pair; NULL
  /// where they were not wanted
  double* vectors;
  /// Lengths of the vectors, angstrom, [count]; NULL where they were not wanted
  double* distances;
  /// What coesite_neighbour_list_free gives back
  void* memory;
} coesite_neighbour_list;

/// Finds all pairs of atoms nearer than a cutoff: in any cell, however skewed or small against the cutoff, periodic in any of its directions. Atoms
/// need not lie in the cell; where several lie in one place, they are neighbours at distance 0. An atom is its own neighbour only as an image. Takes
/// no model and works on the CPU, on the thread that calls; calls of several threads run at once.
///
/// @param atoms how many, 0 or more
/// @param positions Cartesian, angstrom, [atoms x 3]
/// @param cell cell vectors in angstrom, [9], a then b then c; NULL: none, nothing is periodic. A vector along which nothing repeats may be 0.
/// @param periodic [3], whether it repeats along a, b, c (0 or not); NULL: in all directions if there is a cell
/// @param options what is wanted
/// @param list receives the list. What it held before is overwritten, not released: release it first. After a call that fails it is empty.
COESITE_API coesite_status coesite_neighbours(int32_t atoms, const double* positions, const double* cell, const int32_t* periodic,
                                              const coesite_neighbour_options* options, coesite_neighbour_list* list);

/// Gives a list's memory back, and leaves an empty one. Of an empty list, or NULL, does nothing, so that twice is no mistake. Cannot fail, needs no
/// Java, and may be called by any thread.
///
/// @param list made by coesite_neighbours, or all 0 but for its size
COESITE_API void coesite_neighbour_list_free(coesite_neighbour_list* list);

/// Number of terms of a model, each of which makes its share of a prediction from SOAP features of its own.
///
/// @param terms receives it, 0 for a potential of pairs alone
COESITE_API coesite_status coesite_terms(coesite_model* model, int32_t* terms);

/// Hyperparameters of the features of one of a model's terms, as coesite_soap_open takes them: opened with these and coesite_species, in the model's
/// precision, they are what the model itself sees, to the bit: power spectra, and of models of tensors expansions.
///
/// @param term counted from 0, below coesite_terms
/// @param capacity room in text, bytes; 4096 is enough, and less than is needed COESITE_ERROR_ARGUMENT
/// @param text [capacity] receives JSON in UTF-8, with a 0 at the end
COESITE_API coesite_status coesite_hypers(coesite_model* model, int32_t term, int32_t capacity, char* text);

/// SOAP features that are open: something to hand back, that points to nothing. Calls on one are done one after the other; calls on several run at
/// once.
typedef struct coesite_soap coesite_soap;

/// Prepares SOAP features, Coesite's own without a model; the radial functions are tabulated, which takes longer than features of a few atoms do.
///
/// @param hypers hyperparameters of a spherical expansion and power spectrum in featomic's JSON, in UTF-8; a file that featomic's users have will
///     do, and so will what coesite_hypers says. Lengths are in angstrom. What may be left out is in brackets:
///
///         {"cutoff": {"radius": 5.0, "smoothing": {"type": "ShiftedCosine", "width": 0.5}},
///          "density": {"type": "Gaussian", "width": 0.3
///                      [, "center_atom_weight": 1.0]
///                      [, "scaling": {"type": "Willatt2018", "rate": 1.0, "scale": 2.0, "exponent": 7.0}]},
///          "basis": {"type": "TensorProduct", "max_angular": 6, "radial": {"type": "Gto", "max_radial": 7}
///                    [, "spline_accuracy": 1e-8]}}
///
///     or {"type": "Step"} for the smoothing. Anything else is refused, by its name.
/// @param count number of species, 1 or more
/// @param species atomic numbers that neighbours may have, [count], in any order; columns are of these, whatever a structure holds
/// @param options device, precision and threads; property is one of coesite_property, whichever. NULL for the defaults
/// @param soap receives the features, the caller's to close; set to NULL where the call fails
COESITE_API coesite_status coesite_soap_open(const char* hypers, int32_t count, const int32_t* species, const coesite_options* options,
                                             coesite_soap** soap);

/// Closes features and gives their memory back, once calls that are under way are done; arrays that were made remain. NULL does nothing; closing
/// twice is COESITE_ERROR_ARGUMENT.
COESITE_API coesite_status coesite_soap_close(coesite_soap* soap);

/// Which features.
typedef enum coesite_soap_kind {
  /// Power spectra p_ab,l,nn' = (-1)^l / sqrt(2l + 1) sum_m c_a,nlm c_b,n'lm, each value once: labels (a, b, l, n, n') with a <= b, and n <= n'
  /// where a = b; values that stand for two, of n < n' or a < b, times sqrt 2. Dot products are those of COESITE_SOAP_FULL_SPECTRUM, in little
  /// more than half of the columns.
  COESITE_SOAP_SPECTRUM = 0,
  /// The same in featomic's columns: labels (a, b, l, n, n') with a <= b and all n and n'; where a < b times sqrt 2
  COESITE_SOAP_FULL_SPECTRUM = 1,
  /// Coefficients c_a,nlm of the density of neighbours in real spherical harmonics: labels (a, l, m, n), m from -l to l
  COESITE_SOAP_EXPANSION = 2
} coesite_soap_kind;

/// Features of atoms, made by coesite_soap_features, released by coesite_features_free; until then the arrays are the caller's, and nobody else's to
/// touch. What is said of the memory of a coesite_neighbour_list holds for these.
typedef struct coesite_features {
  /// sizeof(coesite_features), to be set before the call
  size_t size;
  /// Number of rows, one for each atom, of all structures one after the other
  int64_t rows;
  /// Number of columns
  int64_t columns;
  /// COESITE_F64: values are double; COESITE_F32: they are float
  coesite_precision precision;
  /// Number of labels that a column has, 5 or 4, see coesite_soap_kind
  int32_t label_count;
  /// [rows x columns], double or float; NULL where rows is 0
  void* values;
  /// What the columns are, [columns x label_count], ascending: species as atomic numbers, n from 0
  int32_t* labels;
  /// What coesite_features_free gives back
  void* memory;
} coesite_features;

/// Computes features of all atoms of several structures, laid end to end as in coesite_evaluate_batch. The bits of a row depend on its structure
/// alone. An atom counts in its own density, as one of its species.
///
/// @param soap as opened
/// @param kind which features
/// @param normalised 1: each row is divided by its length, but for a row of zeros; 0: it is not
/// @param structures how many, 0 or more; the further arguments are those of coesite_evaluate_batch
/// @param offsets first atoms of the structures and, last, the number of all atoms, [structures + 1], ascending from 0
/// @param species atomic numbers, [atoms]; one that was not named in coesite_soap_open is COESITE_ERROR_STRUCTURE
/// @param positions Cartesian, angstrom, [atoms x 3]
/// @param cells cell vectors in angstrom, [structures x 9]; NULL: none
/// @param periodic [structures x 3], as in coesite_evaluate; NULL: all in all directions if there are cells
/// @param features receives them. What it held before is overwritten, not released: release it first. After a call that fails it is empty.
COESITE_API coesite_status coesite_soap_features(coesite_soap* soap, coesite_soap_kind kind, int32_t normalised, int32_t structures,
                                                 const int32_t* offsets, const int32_t* species, const double* positions, const double* cells,
                                                 const int32_t* periodic, coesite_features* features);

/// Gives the memory of features back, and leaves none. Of none, or NULL, does nothing, so that twice is no mistake. Cannot fail, needs no Java, and
/// may be called by any thread.
///
/// @param features made by coesite_soap_features, or all 0 but for its size
COESITE_API void coesite_features_free(coesite_features* features);

#ifdef __cplusplus
}
#endif

#endif
