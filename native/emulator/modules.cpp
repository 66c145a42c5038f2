#include "modules.h"

#include <dlfcn.h>
#include <elf.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <unordered_map>

#include "block.h"
#include "checks.h"
#include "driver.h"
#include "findings.h"
#include "streams.h"

struct Module {
  void* library = nullptr;
  int file = -1;  // open as long as the library: dlopen takes a path it has met for the same library, and a number closed earlier would come again
  const void* start = nullptr;  // of the image in memory
  std::unordered_map<std::string, std::unique_ptr<Function>> functions;
};

namespace coesite::emulated {

namespace {

std::unordered_map<Module*, std::unique_ptr<Module>> modules;

const Services SERVICES = {
    [](Reduction reduction, unsigned value, int line) { return block.barrier(reduction, value, line); },
    [](const WarpCall& call) { return block.warp(call); },
    [](unsigned index, std::size_t bytes, const char* name) { return block.shared_array(index, bytes, name); },
    [](const void* address, std::size_t size, Access access) { checks.access(address, size, access); },
    [] { checks.fence(); },
};

// The bytes of a shared object that is given in memory: its table of sections comes last.
std::size_t size_of(const void* bytes) {
  Elf64_Ehdr header;
  std::memcpy(&header, bytes, sizeof(header));
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64) {
    return 0;
  }
  return header.e_shoff + static_cast<std::size_t>(header.e_shnum) * header.e_shentsize;
}

// The bytes that a shared object takes once it is loaded.
std::size_t loaded_size(const void* bytes) {
  Elf64_Ehdr header;
  std::memcpy(&header, bytes, sizeof(header));
  std::size_t end = 0;
  for (unsigned i = 0; i < header.e_phnum; i++) {
    Elf64_Phdr segment;
    std::memcpy(&segment, static_cast<const char*>(bytes) + header.e_phoff + i * sizeof(segment), sizeof(segment));
    if (segment.p_type == PT_LOAD) {
      end = std::max(end, static_cast<std::size_t>(segment.p_vaddr + segment.p_memsz));
    }
  }
  return end;
}

void* open_library(const void* bytes, std::size_t size, int file) {
  if (file < 0) {
    return nullptr;
  }
  std::size_t written = 0;
  while (written < size) {
    const ssize_t n = write(file, static_cast<const char*>(bytes) + written, size - written);
    if (n <= 0) {
      break;
    }
    written += static_cast<std::size_t>(n);
  }
  void* library = nullptr;
  if (written == size) {
    library = dlopen(("/proc/self/fd/" + std::to_string(file)).c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
      report(std::string("the image of kernels does not load: ") + dlerror());
    }
  }
  return library;
}

}  // namespace

bool is_function(CUfunction function) {
  return std::any_of(modules.begin(), modules.end(), [function](const auto& entry) {
    return std::any_of(entry.second->functions.begin(), entry.second->functions.end(),
                       [function](const auto& named) { return named.second.get() == function; });
  });
}

std::size_t packed_size(const Kernel& kernel) {
  std::size_t at = 0;
  for (unsigned i = 0; i < kernel.parameters; i++) {
    const Parameter& parameter = kernel.parameter[i];
    at = (at + parameter.alignment - 1) / parameter.alignment * parameter.alignment + parameter.size;
  }
  return at;
}

int blocks_per_multiprocessor(int threads, std::size_t shared) {
  const int rounded = (threads + 31) / 32 * 32;
  int blocks = std::min(MAX_BLOCKS_PER_MULTIPROCESSOR, MAX_THREADS_PER_MULTIPROCESSOR / std::max(rounded, 1));
  blocks = std::min(blocks, static_cast<int>(SHARED_PER_MULTIPROCESSOR / (shared + SHARED_RESERVED)));
  return threads > MAX_THREADS ? 0 : blocks;
}

COESITE_EXPORT CUresult cuModuleLoadData(CUmodule* module, const void* bytes) {
  COESITE_ENTER;
  if (streams.unsafe_now()) {
    return streams.forbid();
  }
  const std::size_t size = bytes == nullptr ? 0 : size_of(bytes);
  if (size == 0) {
    report("the image of kernels is not an ELF file of 64 bits: the emulated driver loads kernels compiled for the host");
    return CUDA_ERROR_INVALID_IMAGE;
  }
  const int file = memfd_create("coesite-kernels", MFD_CLOEXEC);
  void* library = open_library(bytes, size, file);
  if (library == nullptr) {
    close(file);
    return CUDA_ERROR_INVALID_IMAGE;
  }
  auto* const get = reinterpret_cast<Image* (*)()>(dlsym(library, "coesite_image"));
  Image* const image = get == nullptr ? nullptr : get();
  Dl_info info;
  if (image == nullptr || image->version != IMAGE_VERSION || dladdr(reinterpret_cast<void*>(get), &info) == 0) {
    report("the image of kernels is of another version than the emulated driver");
    dlclose(library);
    return CUDA_ERROR_INVALID_IMAGE;
  }
  image->services = &SERVICES;
  auto loaded = std::make_unique<Module>();
  loaded->library = library;
  loaded->start = info.dli_fbase;
  checks.add_constants(loaded->start, loaded_size(bytes));
  checks.add_constants(&SERVICES, sizeof(SERVICES));
  for (const Kernel* kernel = image->kernels; kernel != nullptr; kernel = kernel->next) {
    loaded->functions[kernel->name] = std::make_unique<Function>(Function{kernel, image, loaded.get(), SHARED_PER_BLOCK});
  }
  *module = loaded.get();
  modules[loaded.get()] = std::move(loaded);
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuModuleLoadDataEx(CUmodule* module, const void* bytes, unsigned, int*, void**) { return cuModuleLoadData(module, bytes); }

COESITE_EXPORT CUresult cuModuleUnload(CUmodule module) {
  COESITE_ENTER;
  const auto found = modules.find(module);
  if (found == modules.end()) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  const CUresult result = streams.synchronise();
  checks.remove_constants(found->second->start);
  dlclose(found->second->library);
  close(found->second->file);
  modules.erase(found);
  return result;
}

COESITE_EXPORT CUresult cuModuleGetFunction(CUfunction* function, CUmodule module, const char* name) {
  COESITE_ENTER;
  const auto found = modules.find(module);
  if (found == modules.end()) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  const auto named = found->second->functions.find(name);
  if (named == found->second->functions.end()) {
    return CUDA_ERROR_NOT_FOUND;
  }
  *function = named->second.get();
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuFuncGetModule(CUmodule* module, CUfunction function) {
  COESITE_ENTER;
  if (!is_function(function)) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  *module = function->module;
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuFuncGetAttribute(int* value, int attribute, CUfunction function) {
  COESITE_ENTER;
  if (!is_function(function)) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  switch (attribute) {
    case FUNCTION_MAX_THREADS_PER_BLOCK:
      *value = static_cast<int>(function->kernel->max_threads);
      return CUDA_SUCCESS;
    case FUNCTION_NUM_REGS:
      *value = 32;
      return CUDA_SUCCESS;
    case FUNCTION_PTX_VERSION:
    case FUNCTION_BINARY_VERSION:
      *value = 90;
      return CUDA_SUCCESS;
    case FUNCTION_MAX_DYNAMIC_SHARED_SIZE_BYTES:
      *value = function->max_dynamic_shared;
      return CUDA_SUCCESS;
    default:
      *value = 0;
      return CUDA_SUCCESS;
  }
}

COESITE_EXPORT CUresult cuFuncSetAttribute(CUfunction function, int attribute, int value) {
  COESITE_ENTER;
  if (!is_function(function)) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  if (attribute == FUNCTION_PREFERRED_SHARED_MEMORY_CARVEOUT) {
    return CUDA_SUCCESS;
  }
  if (attribute != FUNCTION_MAX_DYNAMIC_SHARED_SIZE_BYTES || value < 0 || value > SHARED_PER_BLOCK_OPTIN) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  function->max_dynamic_shared = value;
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuFuncSetCacheConfig(CUfunction function, int) {
  COESITE_ENTER;
  return is_function(function) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
}

COESITE_EXPORT CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, CUfunction function, int threads, std::size_t shared) {
  COESITE_ENTER;
  if (!is_function(function) || threads <= 0) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  *blocks = threads > static_cast<int>(function->kernel->max_threads) ? 0 : blocks_per_multiprocessor(threads, shared);
  return CUDA_SUCCESS;
}

}  // namespace coesite::emulated
