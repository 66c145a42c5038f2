// What goes wrong is said, in one line, and harms nothing: errors FOLDER, where FOLDER/text.safetensors is no model.
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static coesite_status open_with(const char* source, const char* device, int precision, int threads, int property) {
  coesite_options options = COESITE_OPTIONS_DEFAULT;
  options.device = device;
  options.precision = (coesite_precision)precision;
  options.threads = threads;
  options.property = (coesite_property)property;
  coesite_model* model = (coesite_model*)&options;
  const coesite_status status = coesite_open(source, &options, &model);
  CHECK(status == COESITE_OK || model == NULL);
  if (status == COESITE_OK) {
    OK(coesite_close(model));
  }
  return status;
}

static void opening(const char* folder) {
  char path[4096];
  coesite_model* model = NULL;
  FAILS(coesite_open(NULL, NULL, &model), COESITE_ERROR_ARGUMENT, "source is NULL");
  FAILS(coesite_open("silica", NULL, NULL), COESITE_ERROR_ARGUMENT, "model is NULL");
  FAILS(open_with("missing.safetensors", "cpu", 0, 1, 0), COESITE_ERROR_MODEL, "missing.safetensors: no such file");
  FAILS(open_with("silicon-thermal", "cpu", 0, 1, COESITE_ENERGY), COESITE_ERROR_MODEL, "no such bundled model of energies: silica, silicon");
  FAILS(open_with("silica", "cpu", 0, 1, COESITE_SHIELDING), COESITE_ERROR_MODEL, "no such bundled model of shielding tensors: silicon-29");
  FAILS(open_with("silica", "cpu", 0, 1, COESITE_EFG), COESITE_ERROR_MODEL, "field-gradient tensors: there is none");
  snprintf(path, sizeof path, "%s/text.safetensors", folder);
  FAILS(open_with(path, "cpu", 0, 1, 0), COESITE_ERROR_MODEL, "text.safetensors");
  FAILS(open_with(folder, "cpu", 0, 1, 0), COESITE_ERROR_MODEL, folder);
  FAILS(open_with("silica", "gpu", 0, 1, 0), COESITE_ERROR_DEVICE, "no device gpu");
  FAILS(open_with("silica", "cpu", 2, 1, 0), COESITE_ERROR_ARGUMENT, "no precision 2");
  FAILS(open_with("silica", "cpu", 0, -1, 0), COESITE_ERROR_ARGUMENT, "-1 threads");
  FAILS(open_with("silica", "cpu", 0, 1, 77), COESITE_ERROR_ARGUMENT, "no property 77");
  coesite_options options = COESITE_OPTIONS_DEFAULT;
  options.size = 3;
  FAILS(coesite_open("silica", &options, &model), COESITE_ERROR_ARGUMENT, "options->size is 3");
  // a program that was compiled with a later header, with more fields
  struct {
    coesite_options known;
    double later[4];
  } more = {COESITE_OPTIONS_DEFAULT, {0}};
  more.known.size = sizeof more;
  more.known.threads = 1;
  OK(coesite_open("silica", &more.known, &model));
  OK(coesite_close(model));
}

static void questions(coesite_model* model) {
  int32_t count = -1;
  int32_t species[3] = {-1, -1, -1};
  OK(coesite_species(model, 0, NULL, &count));
  CHECK(count == 2);
  OK(coesite_species(model, 1, species, &count));
  CHECK(count == 2 && species[0] == 8 && species[1] == -1);
  OK(coesite_species(model, 3, species, &count));
  CHECK(species[1] == 14 && species[2] == -1);
  FAILS(coesite_species(model, 2, NULL, &count), COESITE_ERROR_ARGUMENT, "species is NULL");
  FAILS(coesite_species(model, -2, species, &count), COESITE_ERROR_ARGUMENT, "-2");
  FAILS(coesite_cutoff(model, NULL), COESITE_ERROR_ARGUMENT, "cutoff is NULL");
  FAILS(coesite_members(model, NULL), COESITE_ERROR_ARGUMENT, "members is NULL");
  int32_t predicts = -1;
  OK(coesite_predicts(model, COESITE_DOS, &predicts));
  CHECK(predicts == 0);
  OK(coesite_predicts(model, (coesite_property)99, &predicts));
  CHECK(predicts == 0);
  OK(coesite_predicts(model, COESITE_ENERGY, &predicts));
  CHECK(predicts == 1);
  char text[20] = "...................";
  OK(coesite_describe(model, 7, text));
  CHECK(strcmp(text, "silica") == 0 && text[7] == '.');
  FAILS(coesite_describe(model, 0, text), COESITE_ERROR_ARGUMENT, "capacity");
  FAILS(coesite_describe(model, 9, NULL), COESITE_ERROR_ARGUMENT, "text is NULL");
}

static void structures(coesite_model* model) {
  double r[3 * QUARTZ_ATOMS];
  quartz(0, r);
  int32_t z[QUARTZ_ATOMS];
  memcpy(z, quartz_species, sizeof z);
  double energy = 0;
  coesite_results want = {.size = sizeof want, .energies = &energy};
  FAILS(coesite_evaluate(model, 9, z, r, quartz_cell, NULL, NULL), COESITE_ERROR_ARGUMENT, "results is NULL");
  FAILS(coesite_evaluate(model, 9, NULL, r, quartz_cell, NULL, &want), COESITE_ERROR_ARGUMENT, "species is NULL");
  FAILS(coesite_evaluate(model, 9, z, NULL, quartz_cell, NULL, &want), COESITE_ERROR_ARGUMENT, "positions is NULL");
  FAILS(coesite_evaluate(model, -9, z, r, quartz_cell, NULL, &want), COESITE_ERROR_ARGUMENT, "-9 atoms");
  FAILS(coesite_evaluate(model, 2147483647, z, r, NULL, NULL, &want), COESITE_ERROR_ARGUMENT, "2147483647 atoms");
  const int32_t one[3] = {1, 0, 0};
  FAILS(coesite_evaluate(model, 9, z, r, NULL, one, &want), COESITE_ERROR_ARGUMENT, "cell is NULL");
  z[4] = 79;
  FAILS(coesite_evaluate(model, 9, z, r, quartz_cell, NULL, &want), COESITE_ERROR_STRUCTURE, "knows O, Si, not Au");
  z[4] = 0;
  FAILS(coesite_evaluate(model, 9, z, r, quartz_cell, NULL, &want), COESITE_ERROR_ARGUMENT, "species of atom 5 is 0");
  z[4] = 8;
  r[7] = NAN;
  FAILS(coesite_evaluate(model, 9, z, r, quartz_cell, NULL, &want), COESITE_ERROR_ARGUMENT, "position of atom 3 is not finite");
  r[7] = INFINITY;
  FAILS(coesite_evaluate(model, 9, z, r, quartz_cell, NULL, &want), COESITE_ERROR_ARGUMENT, "position of atom 3 is not finite");
  quartz(0, r);
  double cell[9];
  memcpy(cell, quartz_cell, sizeof cell);
  cell[0] = NAN;
  FAILS(coesite_evaluate(model, 9, z, r, cell, NULL, &want), COESITE_ERROR_ARGUMENT, "cell vector is not finite");
  memset(cell, 0, sizeof cell);
  FAILS(coesite_evaluate(model, 9, z, r, cell, NULL, &want), COESITE_ERROR_STRUCTURE, "no volume");
  memcpy(r + 3, r, 3 * sizeof *r);
  double forces[27];
  coesite_results derivatives = {.size = sizeof derivatives, .energies = &energy, .forces = forces};
  FAILS(coesite_evaluate(model, 9, z, r, quartz_cell, NULL, &derivatives), COESITE_ERROR_STRUCTURE, "two atoms at one place");
  FAILS(coesite_dos(model, 0, NULL, NULL, NULL, NULL, NULL, NULL), COESITE_ERROR_ARGUMENT, "dos_results is NULL");
  coesite_dos_results dos = {.size = sizeof dos};
  FAILS(coesite_dos(model, 0, NULL, NULL, NULL, NULL, NULL, &dos), COESITE_ERROR_MODEL, "predicts energies, not densities of states");
  OK(coesite_evaluate(model, 0, NULL, NULL, NULL, NULL, &want));
  CHECK(energy == 0);
  // after all that, it works
  quartz(0, r);
  OK(coesite_evaluate(model, 9, z, r, quartz_cell, NULL, &derivatives));
  CHECK(energy < 0);
}

static void batches(coesite_model* model) {
  double r[6 * QUARTZ_ATOMS];
  int32_t z[2 * QUARTZ_ATOMS];
  double cells[18];
  double energies[2];
  coesite_results want = {.size = sizeof want, .energies = energies};
  for (int s = 0; s < 2; s++) {
    quartz(s, r + 3 * QUARTZ_ATOMS * s);
    memcpy(z + QUARTZ_ATOMS * s, quartz_species, sizeof quartz_species);
    memcpy(cells + 9 * s, quartz_cell, sizeof quartz_cell);
  }
  const int32_t offsets[3] = {0, 9, 18};
  const int32_t backwards[3] = {0, 9, 8};
  const int32_t late[3] = {1, 9, 18};
  OK(coesite_evaluate_batch(model, 2, offsets, z, r, cells, NULL, &want));
  OK(coesite_evaluate_batch(model, 0, NULL, NULL, NULL, NULL, NULL, &want));
  FAILS(coesite_evaluate_batch(model, -1, offsets, z, r, cells, NULL, &want), COESITE_ERROR_ARGUMENT, "-1 structures");
  FAILS(coesite_evaluate_batch(model, 2, NULL, z, r, cells, NULL, &want), COESITE_ERROR_ARGUMENT, "offsets is NULL");
  FAILS(coesite_evaluate_batch(model, 2, backwards, z, r, cells, NULL, &want), COESITE_ERROR_ARGUMENT, "ascending from 0");
  FAILS(coesite_evaluate_batch(model, 2, late, z, r, cells, NULL, &want), COESITE_ERROR_ARGUMENT, "ascending from 0");
  z[12] = 79;
  FAILS(coesite_evaluate_batch(model, 2, offsets, z, r, cells, NULL, &want), COESITE_ERROR_STRUCTURE, "not Au of structure 2");
  z[12] = 8;
  r[30] = NAN;
  FAILS(coesite_evaluate_batch(model, 2, offsets, z, r, cells, NULL, &want), COESITE_ERROR_ARGUMENT,
        "structure 2: the position of atom 2 is not finite");
}

static void domains(coesite_model* model) {
  double r[3 * QUARTZ_ATOMS];
  quartz(0, r);
  double energy = -1;
  coesite_domain_results want = {.size = sizeof want, .energy = &energy};
  const int32_t start[3] = {0, 1, 2};
  const int32_t neighbours[2] = {1, 0};
  OK(coesite_evaluate_domain(model, 9, 2, quartz_species, r, start, neighbours, &want));
  OK(coesite_evaluate_domain(model, 9, 0, quartz_species, r, NULL, NULL, &want));
  CHECK(energy == 0);
  FAILS(coesite_evaluate_domain(model, 9, 10, quartz_species, r, start, neighbours, &want), COESITE_ERROR_ARGUMENT, "10 local atoms of 9");
  FAILS(coesite_evaluate_domain(model, 9, 2, quartz_species, r, NULL, neighbours, &want), COESITE_ERROR_ARGUMENT, "start is NULL");
  FAILS(coesite_evaluate_domain(model, 9, 2, quartz_species, r, start, NULL, &want), COESITE_ERROR_ARGUMENT, "neighbours is NULL");
  FAILS(coesite_evaluate_domain(model, 9, 2, quartz_species, r, start, neighbours, NULL), COESITE_ERROR_ARGUMENT, "results is NULL");
  const int32_t negative[3] = {0, 1, -2};
  FAILS(coesite_evaluate_domain(model, 9, 2, quartz_species, r, negative, neighbours, &want), COESITE_ERROR_ARGUMENT, "-2 pairs");
  const int32_t beyond[2] = {1, 9};
  FAILS(coesite_evaluate_domain(model, 9, 2, quartz_species, r, start, beyond, &want), COESITE_ERROR_STRUCTURE, "names atom 9: there are 0 to 8");
  const int32_t itself[2] = {1, 1};
  FAILS(coesite_evaluate_domain(model, 9, 2, quartz_species, r, start, itself, &want), COESITE_ERROR_STRUCTURE, "its own centre");
}

static void closing(coesite_model* model) {
  double cutoff;
  double energy;
  coesite_results want = {.size = sizeof want, .energies = &energy};
  OK(coesite_close(model));
  FAILS(coesite_close(model), COESITE_ERROR_ARGUMENT, "closed");
  FAILS(coesite_cutoff(model, &cutoff), COESITE_ERROR_ARGUMENT, "closed");
  FAILS(coesite_evaluate(model, 0, NULL, NULL, NULL, NULL, &want), COESITE_ERROR_ARGUMENT, "closed");
  FAILS(coesite_cutoff(NULL, &cutoff), COESITE_ERROR_ARGUMENT, "model is NULL");
  OK(coesite_close(NULL));
}

static void tensors(void) {
  coesite_model* energies = open_model("silica", COESITE_ENERGY);
  coesite_tensor_results want = {.size = sizeof want};
  int32_t element = -1;
  FAILS(coesite_tensors(energies, 0, NULL, NULL, NULL, NULL, NULL, NULL, &want), COESITE_ERROR_MODEL, "predicts energies, not tensors of atoms");
  FAILS(coesite_tensor_element(energies, &element), COESITE_ERROR_MODEL, "predicts energies, not tensors of atoms");
  OK(coesite_close(energies));
  // of one name alone: what it predicts need not be said
  coesite_model* model = open_model("silicon-29", COESITE_ANY);
  int32_t predicts = -1;
  OK(coesite_predicts(model, COESITE_SHIELDING, &predicts));
  CHECK(predicts == 1);
  OK(coesite_predicts(model, COESITE_TENSOR, &predicts));
  CHECK(predicts == 0);
  OK(coesite_tensor_element(model, &element));
  CHECK(element == 14);
  FAILS(coesite_tensor_element(model, NULL), COESITE_ERROR_ARGUMENT, "element is NULL");
  char unit[3];
  OK(coesite_tensor_unit(model, sizeof unit, unit));
  CHECK(strcmp(unit, "pp") == 0);
  FAILS(coesite_tensor_unit(model, 0, unit), COESITE_ERROR_ARGUMENT, "capacity");
  const int32_t offsets[2] = {0, 1};
  const int32_t gold = 79;
  const double r[3] = {0};
  FAILS(coesite_tensors(model, 1, offsets, &gold, r, NULL, NULL, NULL, &want), COESITE_ERROR_STRUCTURE, "does not know Au");
  FAILS(coesite_tensors(model, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL), COESITE_ERROR_ARGUMENT, "tensor_results is NULL");
  coesite_results none = {.size = sizeof none};
  FAILS(coesite_evaluate(model, 0, NULL, NULL, NULL, NULL, &none), COESITE_ERROR_MODEL, "predicts shielding tensors, not energies");
  OK(coesite_close(model));
}

static void fork_is_refused(void) {
  const pid_t child = fork();
  if (child == 0) {
    coesite_model* model;
    FAILS(coesite_open("silica", NULL, &model), COESITE_ERROR_JAVA, "forked");
    const coesite_neighbour_options wanted = COESITE_NEIGHBOURS(3);
    coesite_neighbour_list list = {.size = sizeof list};
    FAILS(coesite_neighbours(0, NULL, NULL, NULL, &wanted, &list), COESITE_ERROR_JAVA, "forked");
    _exit(0);
  }
  int status = -1;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void interrupted(int signal) { (void)signal; }

static sigjmp_buf rescue;

static void rescued(int signal) { siglongjmp(rescue, signal); }

// A handler that was there before Java is called for what is the program's own.
static void own_faults(void) {
  int* volatile nowhere = NULL;
  if (sigsetjmp(rescue, 1) == 0) {
    *nowhere = 1;
    CHECK(0);
  }
}

int main(int count, char** arguments) {
  CHECK(count == 2);
  CHECK(coesite_abi() == COESITE_ABI);
  CHECK(strlen(coesite_version()) > 0);
  CHECK(coesite_last_error()[0] == '\0');
  double cutoff;
  FAILS(coesite_cutoff(NULL, &cutoff), COESITE_ERROR_ARGUMENT, "nothing has been opened");
  signal(SIGINT, interrupted);
  signal(SIGSEGV, rescued);
  opening(arguments[1]);
  CHECK(signal(SIGINT, interrupted) == interrupted);
  CHECK(signal(SIGTERM, SIG_DFL) == SIG_DFL);
  coesite_model* model = open_model("silica", COESITE_ANY);
  questions(model);
  structures(model);
  batches(model);
  domains(model);
  closing(model);
  coesite_model* dos = open_model("silicon", COESITE_DOS);
  coesite_results want = {.size = sizeof want};
  FAILS(coesite_evaluate(dos, 0, NULL, NULL, NULL, NULL, &want), COESITE_ERROR_MODEL, "predicts densities of states, not energies");
  OK(coesite_close(dos));
  tensors();
  own_faults();
  fork_is_refused();
  return 0;
}
