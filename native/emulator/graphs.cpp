// Graphs: what a capture recorded, done again at each launch in the order in which it was recorded.
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "driver.h"
#include "streams.h"

namespace coesite::emulated {

namespace {

// What cuGraphExecUpdate tells: what happened (0 success, 1 error, 2 other topology, 3 other kind of node), and two nodes.
struct UpdateResult {
  int result;
  CUgraphNode node, from;
};

std::unordered_map<std::uint64_t, Graph> graphs;
std::unordered_map<std::uint64_t, Graph> executables;
std::uint64_t next = 0x100000;

template <typename Handle>
Graph find(const std::unordered_map<std::uint64_t, Graph>& where, Handle handle) {
  const auto found = where.find(reinterpret_cast<std::uint64_t>(handle));
  return found == where.end() ? nullptr : found->second;
}

template <typename Handle>
Handle keep(std::unordered_map<std::uint64_t, Graph>& where, Graph graph) {
  where[next] = std::move(graph);
  return reinterpret_cast<Handle>(next++);
}

// 0 where one can take the place of the other.
int difference(const std::vector<Work>& a, const std::vector<Work>& b) {
  if (a.size() != b.size()) {
    return 2;
  }
  for (std::size_t i = 0; i < a.size(); i++) {
    if (a[i].kind != b[i].kind) {
      return 3;
    }
  }
  return 0;
}

}  // namespace

COESITE_EXPORT CUresult cuStreamEndCapture(CUstream stream, CUgraph* graph) {
  COESITE_ENTER;
  const auto found = streams.find(stream);
  if (!found) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  *graph = nullptr;
  std::vector<Work> work;
  const CUresult result = streams.end_capture(found, work);
  if (result == CUDA_SUCCESS) {
    *graph = keep<CUgraph>(graphs, std::make_shared<const std::vector<Work>>(std::move(work)));
  }
  return result;
}

COESITE_EXPORT CUresult cuGraphInstantiateWithFlags(CUgraphExec* executable, CUgraph graph, unsigned long long) {
  COESITE_ENTER;
  const Graph found = find(graphs, graph);
  if (!found) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  *executable = keep<CUgraphExec>(executables, found);
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuGraphLaunch(CUgraphExec executable, CUstream stream) {
  COESITE_ENTER;
  const Graph found = find(executables, executable);
  const auto queue = streams.find(stream);
  if (!found || !queue) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  return streams.enqueue(queue, {Work::Kind::GRAPH, {}, {}, found});
}

COESITE_EXPORT CUresult cuGraphUpload(CUgraphExec executable, CUstream) {
  COESITE_ENTER;
  return find(executables, executable) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
}

COESITE_EXPORT CUresult cuGraphExecUpdate_v2(CUgraphExec executable, CUgraph graph, void* info) {
  COESITE_ENTER;
  const Graph old = find(executables, executable);
  const Graph found = find(graphs, graph);
  if (!old || !found) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  const int differs = difference(*old, *found);
  *static_cast<UpdateResult*>(info) = {differs, nullptr, nullptr};
  if (differs != 0) {
    return CUDA_ERROR_GRAPH_EXEC_UPDATE_FAILURE;
  }
  executables[reinterpret_cast<std::uint64_t>(executable)] = found;
  return CUDA_SUCCESS;
}

// Tells the number of nodes; the nodes have no handles of their own.
COESITE_EXPORT CUresult cuGraphGetNodes(CUgraph graph, CUgraphNode* nodes, std::size_t* count) {
  COESITE_ENTER;
  const Graph found = find(graphs, graph);
  if (!found) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  for (std::size_t i = 0; nodes != nullptr && i < *count; i++) {
    nodes[i] = nullptr;
  }
  *count = found->size();
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuGraphDestroy(CUgraph graph) {
  COESITE_ENTER;
  return graphs.erase(reinterpret_cast<std::uint64_t>(graph)) > 0 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

COESITE_EXPORT CUresult cuGraphExecDestroy(CUgraphExec executable) {
  COESITE_ENTER;
  return executables.erase(reinterpret_cast<std::uint64_t>(executable)) > 0 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

}  // namespace coesite::emulated
