// Neighbour lists, beside all pairs of all images that could be near, in random cells: skewed, tiny against the cutoff, periodic in some directions.
#include <math.h>
#include <pthread.h>

#include "check.h"

enum { MOST_ATOMS = 12, THREADS = 4 };

typedef struct {
  int atoms;
  double positions[3 * MOST_ATOMS];
  double cell[9];
  int32_t periodic[3];
  double cutoff;
} sample;

// From 0 to 1, the same on every machine.
static double uniform(uint64_t* state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(*state >> 11) / 9007199254740992.0;
}

static void cross(const double* a, const double* b, double* c) {
  for (int k = 0; k < 3; k++) {
    c[k] = a[(k + 1) % 3] * b[(k + 2) % 3] - a[(k + 2) % 3] * b[(k + 1) % 3];
  }
}

static double dot(const double* a, const double* b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

// Distance of the two faces that a cell vector leads between.
static double height(const double* cell, int v) {
  double normal[3];
  cross(cell + 3 * ((v + 1) % 3), cell + 3 * ((v + 2) % 3), normal);
  return fabs(dot(cell + 3 * v, normal)) / sqrt(dot(normal, normal));
}

static sample make(int seed) {
  uint64_t state = 77 + (uint64_t)seed;
  sample s = {.atoms = 1 + seed % MOST_ATOMS, .cutoff = 1 + 4 * uniform(&state)};
  do {
    for (int k = 0; k < 9; k++) {
      s.cell[k] = 6 * uniform(&state) - 3;
    }
  } while (height(s.cell, 0) < 0.7 || height(s.cell, 1) < 0.7 || height(s.cell, 2) < 0.7);
  for (int v = 0; v < 3; v++) {
    s.periodic[v] = seed % 4 == 0 || uniform(&state) < 0.6;
  }
  for (int k = 0; k < 3 * s.atoms; k++) {
    s.positions[k] = 8 * uniform(&state) - 4;
  }
  return s;
}

// Whether the image that S says of j is near i; r receives the vector.
static int is_near(const sample* s, int i, int j, const int* shift, double* r) {
  for (int k = 0; k < 3; k++) {
    r[k] = s->positions[3 * j + k] - s->positions[3 * i + k];
    for (int v = 0; v < 3; v++) {
      r[k] += shift[v] * s->cell[3 * v + k];
    }
  }
  const int self = i == j && shift[0] == 0 && shift[1] == 0 && shift[2] == 0;
  return !self && dot(r, r) < s->cutoff * s->cutoff;
}

static void check_pair(const coesite_neighbour_list* list, int64_t at, int i, int j, const int* shift, const double* r) {
  CHECK(at < list->count);
  CHECK(list->i[at] == i && list->j[at] == j);
  for (int v = 0; v < 3; v++) {
    CHECK(list->shifts[3 * at + v] == shift[v]);
    CHECK(fabs(list->vectors[3 * at + v] - r[v]) < 1e-12);
  }
  CHECK(fabs(list->distances[at] - sqrt(dot(r, r))) < 1e-12);
}

static void check_lists(const sample* s) {
  coesite_neighbour_options wanted = COESITE_NEIGHBOURS(s->cutoff);
  coesite_neighbour_list full = {.size = sizeof full};
  OK(coesite_neighbours(s->atoms, s->positions, s->cell, s->periodic, &wanted, &full));
  wanted.full = 0;
  coesite_neighbour_list half = {.size = sizeof half};
  OK(coesite_neighbours(s->atoms, s->positions, s->cell, s->periodic, &wanted, &half));
  int most[3];
  for (int v = 0; v < 3; v++) {
    // atoms lie as far apart as 8 sqrt 3
    most[v] = s->periodic[v] ? (int)((s->cutoff + 14) / height(s->cell, v)) + 1 : 0;
  }
  int64_t ordered = 0;
  int64_t once = 0;
  for (int i = 0; i < s->atoms; i++) {
    for (int j = 0; j < s->atoms; j++) {
      int t[3];
      for (t[0] = -most[0]; t[0] <= most[0]; t[0]++) {
        for (t[1] = -most[1]; t[1] <= most[1]; t[1]++) {
          for (t[2] = -most[2]; t[2] <= most[2]; t[2]++) {
            double r[3];
            if (is_near(s, i, j, t, r)) {
              check_pair(&full, ordered++, i, j, t, r);
              const int sign = t[0] != 0 ? t[0] : t[1] != 0 ? t[1] : t[2];
              if (i < j || (i == j && sign > 0)) {
                check_pair(&half, once++, i, j, t, r);
              }
            }
          }
        }
      }
    }
  }
  CHECK(full.count == ordered && half.count == once && ordered == 2 * once);
  coesite_neighbour_list_free(&full);
  coesite_neighbour_list_free(&half);
}

// Crystals of a size at which lists are made in pieces: every atom has the six neighbours of simple cubic, three of them once.
static void check_large(void) {
  enum { EDGE = 18, ATOMS = EDGE * EDGE * EDGE };
  double* r = malloc(3 * ATOMS * sizeof *r);
  CHECK(r != NULL);
  for (int k = 0; k < ATOMS; k++) {
    r[3 * k] = k / (EDGE * EDGE);
    r[3 * k + 1] = k / EDGE % EDGE;
    r[3 * k + 2] = k % EDGE;
  }
  const double cell[9] = {EDGE, 0, 0, 0, EDGE, 0, 0, 0, EDGE};
  coesite_neighbour_options wanted = COESITE_NEIGHBOURS(1.1);
  wanted.shifts = wanted.vectors = 0;
  coesite_neighbour_list list = {.size = sizeof list};
  for (wanted.full = 0; wanted.full < 2; wanted.full++) {
    OK(coesite_neighbours(ATOMS, r, cell, NULL, &wanted, &list));
    CHECK(list.count == 3 * (1 + wanted.full) * ATOMS);
    CHECK(list.shifts == NULL && list.vectors == NULL && (uintptr_t)list.distances % 64 == 0);
    for (int64_t k = 0; k < list.count; k++) {
      CHECK(list.distances[k] == 1 && (k == 0 || list.i[k] >= list.i[k - 1]));
    }
    coesite_neighbour_list_free(&list);
  }
  free(r);
}

static int is_empty(const coesite_neighbour_list* list) {
  return list->count == 0 && list->i == NULL && list->j == NULL && list->shifts == NULL && list->vectors == NULL && list->distances == NULL &&
         list->memory == NULL;
}

static void check_empty(void) {
  const double r[6] = {0};
  coesite_neighbour_options wanted = COESITE_NEIGHBOURS(3);
  coesite_neighbour_list list;
  memset(&list, 0x55, sizeof list);
  list.size = sizeof list;
  OK(coesite_neighbours(0, NULL, NULL, NULL, &wanted, &list));
  CHECK(is_empty(&list));
  OK(coesite_neighbours(1, r, NULL, NULL, &wanted, &list));
  CHECK(is_empty(&list));
  coesite_neighbour_list_free(&list);
  coesite_neighbour_list_free(&list);
  coesite_neighbour_list_free(NULL);
  // two atoms in one place are neighbours
  OK(coesite_neighbours(2, r, NULL, NULL, &wanted, &list));
  CHECK(list.count == 2 && list.distances[0] == 0);
  coesite_neighbour_list_free(&list);
}

static void check_errors(void) {
  const double r[6] = {0, 0, 0, 1, 0, NAN};
  const double flat[9] = {1, 0, 0, 2, 0, 0, 0, 0, 3};
  const int32_t along_c[3] = {0, 0, 1};
  coesite_neighbour_options wanted = COESITE_NEIGHBOURS(1);
  coesite_neighbour_list list;
  memset(&list, 0x55, sizeof list);
  list.size = sizeof list;
  FAILS(coesite_neighbours(-1, r, NULL, NULL, &wanted, &list), COESITE_ERROR_ARGUMENT, "-1 atoms");
  CHECK(is_empty(&list));
  FAILS(coesite_neighbours(2, r, NULL, NULL, &wanted, &list), COESITE_ERROR_ARGUMENT, "position of atom 2 is not finite");
  FAILS(coesite_neighbours(2, NULL, NULL, NULL, &wanted, &list), COESITE_ERROR_ARGUMENT, "positions is NULL");
  FAILS(coesite_neighbours(1, r, NULL, along_c, &wanted, &list), COESITE_ERROR_ARGUMENT, "cell is NULL");
  FAILS(coesite_neighbours(1, r, flat, NULL, &wanted, &list), COESITE_ERROR_STRUCTURE, "no volume");
  FAILS(coesite_neighbours(1, r, NULL, NULL, NULL, &list), COESITE_ERROR_ARGUMENT, "neighbour_options is NULL");
  FAILS(coesite_neighbours(1, r, NULL, NULL, &wanted, NULL), COESITE_ERROR_ARGUMENT, "neighbour_list is NULL");
  list.size = 8;
  FAILS(coesite_neighbours(1, r, NULL, NULL, &wanted, &list), COESITE_ERROR_ARGUMENT, "neighbour_list->size is 8");
  list.size = sizeof list;
  for (int k = 0; k < 3; k++) {
    wanted.cutoff = (const double[]){0, -1, INFINITY}[k];
    FAILS(coesite_neighbours(1, r, NULL, NULL, &wanted, &list), COESITE_ERROR_ARGUMENT, "a positive length is due");
  }
}

static void* work(void* unused) {
  for (int seed = 0; seed < 24; seed++) {
    const sample s = make(seed);
    check_lists(&s);
  }
  return unused;
}

int main(void) {
  // the first call of all starts Java
  check_empty();
  check_errors();
  check_large();
  work(NULL);
  pthread_t threads[THREADS];
  for (int t = 0; t < THREADS; t++) {
    CHECK(pthread_create(&threads[t], NULL, work, NULL) == 0);
  }
  for (int t = 0; t < THREADS; t++) {
    CHECK(pthread_join(threads[t], NULL) == 0);
  }
  return 0;
}
