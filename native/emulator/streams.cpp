#include "streams.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "checks.h"
#include "driver.h"

namespace coesite::emulated {

Streams streams;

namespace {

double now_ms() { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

}  // namespace

Streams::Streams() : default_(std::make_shared<Stream>()) {}

std::shared_ptr<Stream> Streams::find(CUstream handle) const {
  const auto number = reinterpret_cast<std::uint64_t>(handle);
  if (number <= 2) {
    return default_;
  }
  const auto found = streams_.find(number);
  return found == streams_.end() ? nullptr : found->second;
}

CUstream Streams::create(unsigned flags) {
  auto stream = std::make_shared<Stream>();
  stream->flags = flags;
  streams_[next_handle_] = std::move(stream);
  return reinterpret_cast<CUstream>(next_handle_++);
}

void Streams::destroy(CUstream handle) { streams_.erase(reinterpret_cast<std::uint64_t>(handle)); }

std::shared_ptr<Event> Streams::find(CUevent handle) const {
  const auto found = events_.find(reinterpret_cast<std::uint64_t>(handle));
  return found == events_.end() ? nullptr : found->second;
}

CUevent Streams::create_event() {
  events_[next_handle_] = std::make_shared<Event>();
  return reinterpret_cast<CUevent>(next_handle_++);
}

void Streams::destroy(CUevent handle) { events_.erase(reinterpret_cast<std::uint64_t>(handle)); }

CUresult Streams::enqueue(const std::shared_ptr<Stream>& stream, Work work) {
  if (stream->capture) {
    Capture& capture = *stream->capture;
    if (capture.invalid) {
      return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
    }
    Capture::Member& member = capture.members[stream.get()];
    work.after = std::exchange(member.last, {capture.work.size()});
    capture.work.push_back(std::move(work));
    member.recorded = capture.work.size();
    return CUDA_SUCCESS;
  }
  Queued queued{std::move(work), {}, precedence_.next()};
  // The default stream takes turns with all streams that do not ask to be left alone.
  if (stream == default_) {
    for (const auto& [handle, other] : streams_) {
      if ((other->flags & STREAM_NON_BLOCKING) == 0) {
        if (other->capture) {
          return forbid(), CUDA_ERROR_STREAM_CAPTURE_IMPLICIT;
        }
        if (other->done < other->queued) {
          queued.after.push_back({other, other->queued});
        }
      }
    }
  } else if ((stream->flags & STREAM_NON_BLOCKING) == 0 && default_->done < default_->queued) {
    queued.after.push_back({default_, default_->queued});
  }
  stream->queue.push_back(std::move(queued));
  stream->queued++;
  return CUDA_SUCCESS;
}

CUresult Streams::run_until(const Position& position) {
  const std::shared_ptr<Stream> stream = position.stream;
  while (stream != nullptr && stream->done < position.sequence && driver.failure == CUDA_SUCCESS) {
    Queued next = std::move(stream->queue.front());
    stream->queue.pop_front();
    CUresult result = CUDA_SUCCESS;
    for (std::size_t i = 0; i < next.after.size() && result == CUDA_SUCCESS; i++) {
      result = run_until(next.after[i]);
    }
    if (result == CUDA_SUCCESS) {
      result = run(*stream, next);
    }
    stream->done++;
    if (result != CUDA_SUCCESS) {
      driver.failure = result;
    }
  }
  return driver.failure;
}

CUresult Streams::run(Stream& stream, const Queued& next) {
  for (const Position& position : next.after) {
    if (next.work.kind != Work::Kind::WAIT) {  // which goes by what its event says: the other stream may have gone on since
      merge(stream.last, position.stream->last);
    }
  }
  switch (next.work.kind) {
    case Work::Kind::EVENT:
    case Work::Kind::WAIT:
      return next.work.run();
    case Work::Kind::GRAPH:
      return run_graph(stream, next);
    default: {
      WorkNumber number = 0;
      const CUresult result = run_step(next.work, next.known, stream.last, number);
      stream.last = {number};
      return result;
    }
  }
}

// The nodes in the order in which they were captured; what comes before them for sure is what the branches say.
CUresult Streams::run_graph(Stream& stream, const Queued& next) {
  driver.graph_launches++;
  const std::vector<Work>& nodes = *next.work.graph;
  WorkNumbers numbers(nodes.size()), ends;
  std::vector<bool> followed(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); i++) {
    WorkNumbers after = nodes[i].after.empty() ? stream.last : WorkNumbers();
    for (const std::size_t earlier : nodes[i].after) {
      after.push_back(numbers[earlier]);
      followed[earlier] = true;
    }
    const CUresult result = run_step(nodes[i], next.known, after, numbers[i]);
    if (result != CUDA_SUCCESS) {
      return result;
    }
  }
  for (std::size_t i = 0; i < nodes.size(); i++) {
    if (!followed[i]) {
      ends.push_back(numbers[i]);
    }
  }
  if (!nodes.empty()) {
    stream.last = std::move(ends);
  }
  return CUDA_SUCCESS;
}

CUresult Streams::run_step(const Work& work, WorkNumber known, const WorkNumbers& after, WorkNumber& number) {
  if (checks.on()) {
    number = precedence_.begin(work.name, checks.begin_work(), known, after);
    checks.may_run_beside(precedence_.concurrent());
  }
  return work.run();
}

CUresult Streams::wait_for(const Position& position) {
  const CUresult result = run_until(position);
  if (idle()) {
    precedence_.forget();
  }
  return result;
}

bool Streams::idle() const {
  return default_->queue.empty() && std::all_of(streams_.begin(), streams_.end(), [](const auto& entry) { return entry.second->queue.empty(); });
}

CUresult Streams::synchronise() {
  wait_for({default_, default_->queued});
  std::vector<std::shared_ptr<Stream>> all;
  for (const auto& [handle, stream] : streams_) {
    all.push_back(stream);
  }
  for (const auto& stream : all) {
    wait_for({stream, stream->queued});
  }
  return driver.failure;
}

void Streams::clear() {
  for (const auto& [handle, stream] : streams_) {
    stream->queue.clear();
    stream->done = stream->queued;
    stream->capture.reset();
  }
  default_->queue.clear();
  default_->done = default_->queued;
  default_->capture.reset();
  captures_.clear();
  precedence_.forget();
}

CUresult Streams::record(const std::shared_ptr<Event>& event, const std::shared_ptr<Stream>& stream) {
  if (stream->capture) {
    event->capture = stream->capture;
    event->captured_in = stream.get();
    event->captured_at = stream->capture->work.size();
    event->captured_after = stream->capture->members[stream.get()].last;
    return CUDA_SUCCESS;
  }
  event->capture.reset();
  event->after = std::make_shared<WorkNumbers>();
  const CUresult result = enqueue(stream, {Work::Kind::EVENT, [event, after = event->after, last = &stream->last] {
                                             event->time = now_ms();
                                             *after = *last;
                                             return CUDA_SUCCESS;
                                           }});
  event->position = {stream, stream->queued};
  return result;
}

CUresult Streams::wait(const std::shared_ptr<Stream>& stream, const std::shared_ptr<Event>& event) {
  if (event->capture) {
    if (stream->capture && stream->capture != event->capture) {
      return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
    }
    stream->capture = event->capture;
    Capture& capture = *event->capture;
    merge(capture.members[stream.get()].last, event->captured_after);
    Capture::Member& waited = capture.members[event->captured_in];
    waited.joined = std::max(waited.joined, event->captured_at);
    return CUDA_SUCCESS;
  }
  if (stream->capture) {
    return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;  // an event from outside of the capture
  }
  const CUresult result = enqueue(stream, {Work::Kind::WAIT, [after = event->after, last = &stream->last] {
                                             merge(*last, *after);
                                             return CUDA_SUCCESS;
                                           }});
  if (event->position.stream != nullptr) {
    stream->queue.back().after.push_back(event->position);
  }
  return result;
}

}  // namespace coesite::emulated
