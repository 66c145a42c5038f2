// The species and, on a second line, the description of the potential in a file: species MODEL.safetensors. Ends with 1 and a line on standard error
// where it is none.
#include <coesite.h>
#include <stdio.h>

#include "driver/elements.h"

int main(int argc, char** argv) {
  coesite_options options = COESITE_OPTIONS_DEFAULT;
  options.device = "cpu";
  options.threads = 1;
  options.property = COESITE_ENERGY;
  coesite_model* model = NULL;
  int32_t species[128];
  int32_t count = 0;
  char text[4096];
  if (argc != 2 || coesite_open(argv[1], &options, &model) != COESITE_OK || coesite_species(model, 128, species, &count) != COESITE_OK ||
      coesite_describe(model, sizeof text, text) != COESITE_OK) {
    fprintf(stderr, "%s\n", argc == 2 ? coesite_last_error() : "usage: species MODEL.safetensors");
    return 1;
  }
  for (int k = 0; k < count; k++) {
    printf("%s%s", k == 0 ? "" : " ", element_symbol(species[k]));
  }
  printf("\n%s\n", text);
  coesite_close(model);
  return 0;
}
