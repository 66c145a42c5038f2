#include "streams.h"

#include <algorithm>
#include <chrono>
#include <utility>

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
    capture.work.push_back(std::move(work));
    capture.members[stream.get()].recorded = capture.work.size();
    return CUDA_SUCCESS;
  }
  Queued queued{std::move(work.run), {}};
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
      result = next.run();
    }
    stream->done++;
    if (result != CUDA_SUCCESS) {
      driver.failure = result;
    }
  }
  return driver.failure;
}

CUresult Streams::synchronise() {
  run_until({default_, default_->queued});
  std::vector<std::shared_ptr<Stream>> all;
  for (const auto& [handle, stream] : streams_) {
    all.push_back(stream);
  }
  for (const auto& stream : all) {
    run_until({stream, stream->queued});
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
}

CUresult Streams::record(const std::shared_ptr<Event>& event, const std::shared_ptr<Stream>& stream) {
  if (stream->capture) {
    event->capture = stream->capture;
    event->captured_in = stream.get();
    event->captured_at = stream->capture->work.size();
    return CUDA_SUCCESS;
  }
  event->capture.reset();
  const CUresult result = enqueue(stream, {Work::Kind::EVENT, [event] {
                                             event->time = now_ms();
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
    capture.members.try_emplace(stream.get());
    Capture::Member& waited = capture.members[event->captured_in];
    waited.joined = std::max(waited.joined, event->captured_at);
    return CUDA_SUCCESS;
  }
  if (stream->capture) {
    return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;  // an event from outside of the capture
  }
  const CUresult result = enqueue(stream, {Work::Kind::WAIT, [] { return CUDA_SUCCESS; }});
  if (event->position.stream != nullptr) {
    stream->queue.back().after.push_back(event->position);
  }
  return result;
}

}  // namespace coesite::emulated
