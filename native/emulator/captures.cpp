// Captures: what streams do is recorded for a graph instead of being queued.
#include <pthread.h>

#include <algorithm>
#include <utility>

#include "streams.h"

namespace coesite::emulated {

CUresult Streams::begin_capture(const std::shared_ptr<Stream>& stream, CaptureMode mode) {
  if (stream == default_) {
    return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
  }
  if (stream->capture) {
    return CUDA_ERROR_ILLEGAL_STATE;
  }
  auto capture = std::make_shared<Capture>();
  capture->mode = mode;
  capture->thread = static_cast<std::uint64_t>(pthread_self());
  capture->origin = stream;
  capture->members.try_emplace(stream.get());
  stream->capture = capture;
  captures_.push_back(std::move(capture));
  return CUDA_SUCCESS;
}

CUresult Streams::end_capture(const std::shared_ptr<Stream>& stream, std::vector<Work>& work) {
  const std::shared_ptr<Capture> capture = stream->capture;
  if (!capture || capture->origin != stream) {
    return capture ? CUDA_ERROR_STREAM_CAPTURE_UNMATCHED : CUDA_ERROR_ILLEGAL_STATE;
  }
  bool joined = true;
  for (const auto& [member, state] : capture->members) {
    joined = joined && (member == stream.get() || state.joined >= state.recorded);
  }
  for (const auto& [handle, other] : streams_) {
    if (other->capture == capture) {
      other->capture.reset();
    }
  }
  captures_.erase(std::find(captures_.begin(), captures_.end(), capture));
  if (capture->invalid) {
    return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
  }
  if (!joined) {
    return CUDA_ERROR_STREAM_CAPTURE_UNJOINED;
  }
  work = std::move(capture->work);
  return CUDA_SUCCESS;
}

bool Streams::unsafe_now() const {
  const auto self = static_cast<std::uint64_t>(pthread_self());
  return std::any_of(captures_.begin(), captures_.end(), [self](const auto& capture) {
    return capture->mode == CAPTURE_GLOBAL || (capture->mode == CAPTURE_THREAD_LOCAL && capture->thread == self);
  });
}

CUresult Streams::forbid() {
  for (const auto& capture : captures_) {
    capture->invalid = true;
  }
  return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
}

}  // namespace coesite::emulated
