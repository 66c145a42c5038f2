#include "jdk.h"

#include <glob.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <vector>

namespace coesite {

namespace {

constexpr const char* HOW_TO_INSTALL = "install one (apt-get install openjdk-25-jdk, sdk install java 25-tem, https://adoptium.net)";

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// The value of a key of a JDK's release file, such as 25.0.1 of JAVA_VERSION="25.0.1".
std::string release(const std::string& home, const std::string& key) {
  std::ifstream file(home + "/release");
  for (std::string line; std::getline(file, line);) {
    if (line.rfind(key + "=\"", 0) == 0) {
      return line.substr(key.size() + 2, line.find('"', key.size() + 2) - key.size() - 2);
    }
  }
  return "";
}

// Why a folder is not a JDK that will do; empty if it is.
std::string unfit(const std::string& home) {
  const std::string version = release(home, "JAVA_VERSION");
  if (version.empty()) {
    return home + " is no JDK: it has no release file";
  }
  if (std::atoi(version.c_str()) < JAVA_VERSION) {
    return home + " is of Java " + version;
  }
  const std::string modules = release(home, "MODULES");
  if (!modules.empty() && modules.find("jdk.incubator.vector") == std::string::npos) {
    return home + " lacks the module jdk.incubator.vector";
  }
  if (access((home + "/lib/server/libjvm.so").c_str(), R_OK) != 0) {
    return home + " has no lib/server/libjvm.so";
  }
  return "";
}

// The JDK that a command on PATH belongs to.
std::string home_of_command(const std::string& name) {
  std::istringstream folders(environment("PATH"));
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string file = folder + "/" + name;
    if (access(file.c_str(), X_OK) != 0) {
      continue;
    }
    char* real = realpath(file.c_str(), nullptr);
    const std::string path = real == nullptr ? "" : real;
    std::free(real);
    const std::string end = "/bin/" + name;
    if (path.size() > end.size() && path.compare(path.size() - end.size(), end.size(), end) == 0) {
      return path.substr(0, path.size() - end.size());
    }
  }
  return "";
}

std::vector<std::string> candidates() {
  std::vector<std::string> homes = {environment("JAVA_HOME"), home_of_command("java")};
  const std::string user = environment("HOME");
  for (const std::string& pattern :
       {std::string("/usr/lib/jvm/*"), user + "/.sdkman/candidates/java/*", user + "/.jdks/*", user + "/.local/share/mise/installs/java/*",
        std::string("/opt/*jdk*"), std::string("/opt/java/*"), std::string("/usr/java/*"), std::string("/usr/local/*jdk*"),
        std::string("/usr/local/java/*"), environment("CONDA_PREFIX") + "/lib/jvm"}) {
    glob_t found;
    if (glob(pattern.c_str(), 0, nullptr, &found) == 0) {
      homes.insert(homes.end(), found.gl_pathv, found.gl_pathv + found.gl_pathc);
      globfree(&found);
    }
  }
  return homes;
}

}  // namespace

Jdk find_jdk() {
  const std::string told = environment("COESITE_JAVA_HOME");
  if (!told.empty()) {
    const std::string why_not = unfit(told);
    return why_not.empty() ? Jdk{told + "/lib/server/libjvm.so", ""}
                           : Jdk{"", "COESITE_JAVA_HOME: " + why_not + "; Coesite needs Java " + std::to_string(JAVA_VERSION) + " or later"};
  }
  std::string seen;
  for (const std::string& home : candidates()) {
    if (home.empty()) {
      continue;
    }
    const std::string why_not = unfit(home);
    if (why_not.empty()) {
      return Jdk{home + "/lib/server/libjvm.so", ""};
    }
    // links to one JDK under several names are worth one mention
    if (why_not.find(" is no JDK") == std::string::npos && seen.find(why_not) == std::string::npos) {
      seen += (seen.empty() ? " (" : ", ") + why_not;
    }
  }
  return Jdk{"", "no Java " + std::to_string(JAVA_VERSION) + " or later found in COESITE_JAVA_HOME, JAVA_HOME, on PATH or in the usual places" +
                     seen + (seen.empty() ? ": " : "): ") + HOW_TO_INSTALL};
}

}  // namespace coesite
