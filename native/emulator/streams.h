// Streams, events and the work they order. Work is queued, and done only when something waits for it: so a host that forgets to wait sees it every
// time, not once in a while.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "cuda_types.h"
#include "precedence.h"

namespace coesite::emulated {

struct Stream;
struct Capture;

// A place in a stream: all work up to and including number `sequence`.
struct Position {
  std::shared_ptr<Stream> stream;
  std::uint64_t sequence = 0;
};

struct Work;
using Graph = std::shared_ptr<const std::vector<Work>>;

// What kind of node a piece of work is in a graph.
struct Work {
  enum class Kind : std::uint8_t { KERNEL, COPY, SET, LIBRARY, EVENT, WAIT, GRAPH };
  Kind kind;
  std::function<CUresult()> run;  // but for a graph
  std::string name{};             // for reports
  Graph graph{};
  std::vector<std::size_t> after{};  // in a graph: the nodes that it comes after
};

struct Queued {
  Work work;
  std::vector<Position> after;
  WorkNumber known;  // see Precedence
};

struct Stream {
  unsigned flags = 0;
  std::deque<Queued> queue;
  std::uint64_t queued = 0, done = 0;
  WorkNumbers last;  // what its next work comes after
  std::shared_ptr<Capture> capture;
};

// Work recorded instead of queued, by one or more streams.
struct Capture {
  CaptureMode mode;
  std::uint64_t thread;
  std::shared_ptr<Stream> origin;
  bool invalid = false;
  std::vector<Work> work;
  struct Member {
    std::uint64_t recorded = 0, joined = 0;
    std::vector<std::size_t> last;  // the nodes that its next comes after
  };
  std::unordered_map<Stream*, Member> members;
};

struct Event {
  Position position;
  double time = 0;
  std::shared_ptr<WorkNumbers> after = std::make_shared<WorkNumbers>();  // what comes before it, once it is reached
  std::shared_ptr<Capture> capture;
  Stream* captured_in = nullptr;
  std::uint64_t captured_at = 0;
  std::vector<std::size_t> captured_after;
};

class Streams {
 public:
  Streams();

  // The stream of a handle; null where there is none. Handles 0, 1 and 2 are the default stream.
  std::shared_ptr<Stream> find(CUstream handle) const;
  CUstream create(unsigned flags);
  void destroy(CUstream handle);

  std::shared_ptr<Event> find(CUevent handle) const;
  CUevent create_event();
  void destroy(CUevent handle);

  CUresult enqueue(const std::shared_ptr<Stream>& stream, Work work);
  CUresult record(const std::shared_ptr<Event>& event, const std::shared_ptr<Stream>& stream);
  CUresult wait(const std::shared_ptr<Stream>& stream, const std::shared_ptr<Event>& event);

  // The host waits for a place in a stream.
  CUresult wait_for(const Position& position);
  CUresult synchronise(const std::shared_ptr<Stream>& stream) { return wait_for({stream, stream->queued}); }
  // All streams.
  CUresult synchronise();
  void clear();

  // Captures.
  CUresult begin_capture(const std::shared_ptr<Stream>& stream, CaptureMode mode);
  CUresult end_capture(const std::shared_ptr<Stream>& stream, std::vector<Work>& work);
  bool capturing() const { return !captures_.empty(); }
  // Whether a capture forbids calls that wait for the device, or may, to the calling thread.
  bool unsafe_now() const;
  // Invalidates captures because of such a call.
  CUresult forbid();

 private:
  CUresult run_until(const Position& position);
  CUresult run(Stream& stream, const Queued& next);
  CUresult run_graph(Stream& stream, const Queued& next);
  CUresult run_step(const Work& work, WorkNumber known, const WorkNumbers& after, WorkNumber& number);
  bool idle() const;

  std::unordered_map<std::uint64_t, std::shared_ptr<Stream>> streams_;
  std::unordered_map<std::uint64_t, std::shared_ptr<Event>> events_;
  std::vector<std::shared_ptr<Capture>> captures_;
  std::shared_ptr<Stream> default_;
  Precedence precedence_;
  std::uint64_t next_handle_ = 0x10000;
};

extern Streams streams;

}  // namespace coesite::emulated
