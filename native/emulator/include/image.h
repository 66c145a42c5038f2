// What a kernel family compiled for the host (an image) and the emulated driver know of each other.
#pragma once

#include <cstddef>
#include <cstdint>

namespace coesite::emulated {

constexpr std::uint32_t IMAGE_VERSION = 1;
constexpr unsigned LANES = 32;

struct Index {
  unsigned x, y, z;
};

// Where the running thread is: what threadIdx, blockIdx, blockDim and gridDim read.
struct Place {
  Index thread, block, block_size, grid_size;
};

struct Parameter {
  std::uint32_t size, alignment;
};

// An entry point. Arguments come as one packed buffer, each at the next multiple of its alignment.
struct Kernel {
  const char* name;
  unsigned max_threads;
  unsigned parameters;
  const Parameter* parameter;
  void (*invoke)(const unsigned char* arguments);
  const Kernel* next;
};

enum class Reduction : unsigned { NONE, COUNT, AND, OR };
enum class WarpOperation : unsigned { SYNC, BALLOT, SHUFFLE };
enum class Access : unsigned { READ, WRITE, ATOMIC };

// What a lane hands to an operation of its warp. A shuffle returns the value of the source lane; a ballot one bit for each lane of the mask.
struct WarpCall {
  WarpOperation operation;
  std::uint32_t mask;
  std::uint32_t source;
  std::uint64_t value;
  int line;
};

// What the driver does for a running kernel.
struct Services {
  unsigned (*barrier)(Reduction reduction, unsigned value, int line);
  std::uint64_t (*warp)(const WarpCall& call);
  // The block's shared array number `index`: the same for all threads of the block.
  void* (*shared_array)(unsigned index, std::size_t bytes, const char* name);
  // A load or store, told by images compiled for checking only.
  void (*access)(const void* address, std::size_t size, Access access);
  // A fence, told likewise.
  void (*fence)();
};

// The one symbol of an image.
struct Image {
  std::uint32_t version;
  std::uint32_t checked;
  const Kernel* kernels;
  Place* place;
  const Services* services;
};

}  // namespace coesite::emulated
