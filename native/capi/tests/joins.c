// Joins the Java machine of its host, which has been started without Coesite's classes: joins with|without the vector module
#include <jni.h>

#include "check.h"

int main(int count, char** arguments) {
  CHECK(count == 2);
  JavaVMOption options[] = {{"-Xmx200m", NULL}, {"--enable-native-access=ALL-UNNAMED", NULL}, {"--add-modules=jdk.incubator.vector", NULL}};
  const int with = strcmp(arguments[1], "with") == 0;
  JavaVMInitArgs start = {JNI_VERSION_1_8, with ? 3 : 2, options, JNI_FALSE};
  JavaVM* vm;
  JNIEnv* env;
  CHECK(JNI_CreateJavaVM(&vm, (void**)&env, &start) == JNI_OK);
  if (with) {
    double energy;
    const double r[6] = {0, 0, 0, 1.6, 0, 0};
    const int32_t z[2] = {14, 8};
    coesite_results results = {.size = sizeof results, .energies = &energy};
    coesite_model* model = open_model("silica", COESITE_ANY);
    OK(coesite_evaluate(model, 2, z, r, NULL, NULL, &results));
    CHECK(energy < 0);
    OK(coesite_close(model));
  } else {
    coesite_options cpu = COESITE_OPTIONS_DEFAULT;
    cpu.device = "cpu";
    coesite_model* model;
    FAILS(coesite_open("silica", &cpu, &model), COESITE_ERROR_DEVICE, "--add-modules jdk.incubator.vector");
  }
  return (*vm)->DestroyJavaVM(vm) == JNI_OK ? 0 : 1;
}
