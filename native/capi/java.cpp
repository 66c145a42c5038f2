#include "java.h"

#include <dlfcn.h>
#include <fenv.h>
#include <glob.h>
#include <jni.h>
#include <pthread.h>
#include <stdlib.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "jdk.h"
#include "message.h"

namespace coesite {

namespace {

// As much as Java gives its own first thread.
constexpr std::size_t STACK_BYTES = std::size_t{8} << 20;

EntryPoints table;
std::atomic<const EntryPoints*> started{nullptr};
std::atomic<bool> child{false};
std::mutex starting;

// The folder that libcoesite.so lies in, through symbolic links.
std::string own_folder() {
  Dl_info info;
  if (dladdr(reinterpret_cast<void*>(&own_folder), &info) == 0 || info.dli_fname == nullptr) {
    return ".";
  }
  char* real = realpath(info.dli_fname, nullptr);
  const std::string path = real == nullptr ? info.dli_fname : real;
  std::free(real);
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

// The jars, or empty with a problem set.
std::string class_path(std::string& problem) {
  const char* told = std::getenv("COESITE_CLASS_PATH");
  if (told != nullptr && *told != '\0') {
    return told;
  }
  const std::string folder = own_folder() + "/coesite";
  std::string path;
  glob_t jars;
  if (glob((folder + "/*.jar").c_str(), 0, nullptr, &jars) == 0) {
    for (std::size_t k = 0; k < jars.gl_pathc; k++) {
      path += (k == 0 ? "" : ":") + std::string(jars.gl_pathv[k]);
    }
    globfree(&jars);
  }
  if (path.empty()) {
    problem = "no jars in " + folder + ": libcoesite.so belongs beside the folder coesite/ that it was built with, or set COESITE_CLASS_PATH";
  }
  return path;
}

std::vector<std::string> options(const std::string& path) {
  std::vector<std::string> all = {"-Djava.class.path=" + path, "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                                  // signals that end a program stay the program's
                                  "-Xrs",
                                  // the main thread's stack is the program's, which may use more of it than Java thinks there is
                                  "-XX:+UnlockExperimentalVMOptions", "-XX:+DisablePrimordialThreadGuardPages",
                                  // no file for other programs to look into
                                  "-XX:-UsePerfData", "-Xlog:disable", "-Xlog:all=warning,aot*=off,cds*=off:stderr", "-Djava.awt.headless=true"};
  const char* more = std::getenv("COESITE_JAVA_OPTS");
  std::istringstream words(more == nullptr ? "" : more);
  bool collector = false;
  for (std::string word; words >> word;) {
    collector = collector || (word.rfind("-XX:+Use", 0) == 0 && word.size() > 2 && word.compare(word.size() - 2, 2, "GC") == 0);
    all.push_back(word);
  }
  if (!collector) {
    // no team of threads beside the program's, for what little there is to collect
    all.push_back("-XX:+UseSerialGC");
  }
  return all;
}

// What an exception says, which is cleared.
std::string exception_text(JNIEnv* env) {
  jthrowable thrown = env->ExceptionOccurred();
  env->ExceptionClear();
  if (thrown == nullptr) {
    return "no reason given";
  }
  jclass type = env->FindClass("java/lang/Object");
  jmethodID to_string = env->GetMethodID(type, "toString", "()Ljava/lang/String;");
  jstring text = static_cast<jstring>(env->CallObjectMethod(thrown, to_string));
  if (env->ExceptionCheck() || text == nullptr) {
    env->ExceptionClear();
    return "no reason given";
  }
  const char* bytes = env->GetStringUTFChars(text, nullptr);
  const std::string out = bytes == nullptr ? "no reason given" : bytes;
  env->ReleaseStringUTFChars(text, bytes);
  return out;
}

// Loads a class from jars that the Java machine was not started with.
jclass load_from(JNIEnv* env, const std::string& path) {
  std::vector<std::string> jars;
  std::istringstream parts(path);
  for (std::string part; std::getline(parts, part, ':');) {
    jars.push_back(part);
  }
  jclass file_class = env->FindClass("java/io/File");
  jclass uri_class = env->FindClass("java/net/URI");
  jclass url_class = env->FindClass("java/net/URL");
  jclass loader_class = env->FindClass("java/net/URLClassLoader");
  jmethodID new_file = env->GetMethodID(file_class, "<init>", "(Ljava/lang/String;)V");
  jmethodID to_uri = env->GetMethodID(file_class, "toURI", "()Ljava/net/URI;");
  jmethodID to_url = env->GetMethodID(uri_class, "toURL", "()Ljava/net/URL;");
  jobjectArray urls = env->NewObjectArray(static_cast<jsize>(jars.size()), url_class, nullptr);
  for (std::size_t k = 0; k < jars.size() && urls != nullptr; k++) {
    jobject file = env->NewObject(file_class, new_file, env->NewStringUTF(jars[k].c_str()));
    jobject url = env->CallObjectMethod(env->CallObjectMethod(file, to_uri), to_url);
    env->SetObjectArrayElement(urls, static_cast<jsize>(k), url);
  }
  jobject loader = env->NewObject(loader_class, env->GetMethodID(loader_class, "<init>", "([Ljava/net/URL;)V"), urls);
  if (env->ExceptionCheck() || loader == nullptr) {
    return nullptr;
  }
  jmethodID load = env->GetMethodID(loader_class, "loadClass", "(Ljava/lang/String;)Ljava/lang/Class;");
  return static_cast<jclass>(env->CallObjectMethod(loader, load, env->NewStringUTF("org.coesite.capi.EntryPoints")));
}

// Has the Java side fill the table; returns what is wrong, or nothing.
std::string fetch(JNIEnv* env, const std::string& path) {
  jclass side = env->FindClass("org/coesite/capi/EntryPoints");
  if (side == nullptr) {
    env->ExceptionClear();
    side = load_from(env, path);
  }
  if (side == nullptr || env->ExceptionCheck()) {
    return "cannot load Coesite's classes from " + path + ": " + exception_text(env);
  }
  jmethodID fill = env->GetStaticMethodID(side, "fill", "(JI)V");
  if (fill != nullptr) {
    env->CallStaticVoidMethod(side, fill, static_cast<jlong>(reinterpret_cast<std::uintptr_t>(&table)), static_cast<jint>(ENTRY_POINTS));
  }
  return env->ExceptionCheck() ? "cannot start Coesite's Java side: " + exception_text(env) : "";
}

// Fetches the table in a Java machine that somebody else has started.
std::string join(JavaVM* vm, const std::string& path) {
  void* env = nullptr;
  JavaVMAttachArgs arguments = {JNI_VERSION_1_8, const_cast<char*>("coesite"), nullptr};
  if (vm->AttachCurrentThreadAsDaemon(&env, &arguments) != JNI_OK) {
    return "cannot join the Java machine in this process";
  }
  const std::string problem = fetch(static_cast<JNIEnv*>(env), path);
  vm->DetachCurrentThread();
  return problem;
}

std::string create(void* library, const std::string& from, const std::string& path) {
  const auto make = reinterpret_cast<decltype(&JNI_CreateJavaVM)>(dlsym(library, "JNI_CreateJavaVM"));
  if (make == nullptr) {
    return from + " has no JNI_CreateJavaVM";
  }
  std::vector<std::string> texts = options(path);
  std::vector<JavaVMOption> list;
  for (std::string& text : texts) {
    list.push_back({text.data(), nullptr});
  }
  JavaVMInitArgs arguments = {JNI_VERSION_1_8, static_cast<jint>(list.size()), list.data(), JNI_FALSE};
  JavaVM* vm = nullptr;
  void* env = nullptr;
  const jint status = make(&vm, &env, &arguments);
  if (status != JNI_OK) {
    return "the Java machine of " + from + " does not start (error " + std::to_string(status) +
           "): it has said why on standard error; is COESITE_JAVA_OPTS right?";
  }
  const std::string problem = fetch(static_cast<JNIEnv*>(env), path);
  vm->DetachCurrentThread();
  return problem;
}

// Starts or joins; returns what is wrong, or nothing.
std::string start() {
  std::string problem;
  const std::string path = class_path(problem);
  if (path.empty()) {
    return problem;
  }
  void* library = dlopen("libjvm.so", RTLD_NOW | RTLD_NOLOAD);
  if (library != nullptr) {
    const auto created = reinterpret_cast<decltype(&JNI_GetCreatedJavaVMs)>(dlsym(library, "JNI_GetCreatedJavaVMs"));
    JavaVM* vm = nullptr;
    jsize count = 0;
    if (created != nullptr && created(&vm, 1, &count) == JNI_OK && count > 0) {
      return join(vm, path);
    }
    return create(library, "this process", path);
  }
  const Jdk jdk = find_jdk();
  if (jdk.library.empty()) {
    return jdk.problem;
  }
  library = dlopen(jdk.library.c_str(), RTLD_NOW | RTLD_GLOBAL);
  return library == nullptr ? std::string("cannot load ") + jdk.library + ": " + dlerror() : create(library, jdk.library, path);
}

// A thread of its own: Java takes the one that starts it for its main thread, with a stack and a floating-point environment as Java expects them.
std::string start_on_own_thread() {
  std::string problem;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK_BYTES);
  pthread_t thread;
  const int failure = pthread_create(
      &thread, &attributes,
      [](void* result) -> void* {
        fesetenv(FE_DFL_ENV);
        *static_cast<std::string*>(result) = start();
        return nullptr;
      },
      &problem);
  pthread_attr_destroy(&attributes);
  if (failure != 0) {
    return "cannot start a thread for the Java machine";
  }
  pthread_join(thread, nullptr);
  return problem;
}

}  // namespace

bool forked() { return child.load(std::memory_order_relaxed); }

const EntryPoints* java_if_started() { return started.load(std::memory_order_acquire); }

const EntryPoints* java() {
  const EntryPoints* ready = java_if_started();
  if (ready != nullptr) {
    return ready;
  }
  const std::lock_guard<std::mutex> lock(starting);
  if (java_if_started() == nullptr) {
    const std::string problem = start_on_own_thread();
    if (!problem.empty()) {
      set_message(problem);
      return nullptr;
    }
    pthread_atfork(nullptr, nullptr, [] { child.store(true, std::memory_order_relaxed); });
    started.store(&table, std::memory_order_release);
  }
  return java_if_started();
}

}  // namespace coesite
