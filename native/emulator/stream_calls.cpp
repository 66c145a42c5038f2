// Entry points about streams and events.
#include "driver.h"
#include "streams.h"

namespace coesite::emulated {

namespace {

// Waits for a stream, which a capture does not allow.
CUresult wait_for(CUstream handle) {
  const auto stream = streams.find(handle);
  if (!stream) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  return stream->capture ? streams.forbid() : streams.synchronise(stream);
}

CUresult wait_for(CUevent handle) {
  const auto event = streams.find(handle);
  if (!event) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  return event->capture ? CUDA_ERROR_CAPTURED_EVENT : streams.wait_for(event->position);
}

}  // namespace

COESITE_EXPORT CUresult cuStreamCreate(CUstream* stream, unsigned flags) {
  COESITE_ENTER;
  if (flags > STREAM_NON_BLOCKING) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  *stream = streams.create(flags);
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuStreamCreateWithPriority(CUstream* stream, unsigned flags, int) { return cuStreamCreate(stream, flags); }

COESITE_EXPORT CUresult cuStreamDestroy_v2(CUstream stream) {
  COESITE_ENTER;
  const auto found = streams.find(stream);
  if (!found || reinterpret_cast<std::uint64_t>(stream) <= 2) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  const CUresult result = found->capture ? streams.forbid() : streams.synchronise(found);
  streams.destroy(stream);
  return result;
}

COESITE_EXPORT CUresult cuStreamSynchronize(CUstream stream) {
  COESITE_ENTER;
  return wait_for(stream);
}

COESITE_EXPORT CUresult cuStreamQuery(CUstream stream) {
  COESITE_ENTER;
  return wait_for(stream);
}

COESITE_EXPORT CUresult cuStreamGetFlags(CUstream stream, unsigned* flags) {
  COESITE_ENTER;
  const auto found = streams.find(stream);
  if (!found) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  *flags = found->flags;
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuStreamGetPriority(CUstream stream, int* priority) {
  COESITE_ENTER;
  *priority = 0;
  return streams.find(stream) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
}

COESITE_EXPORT CUresult cuStreamWaitEvent(CUstream stream, CUevent event, unsigned) {
  COESITE_ENTER;
  const auto found = streams.find(stream);
  const auto awaited = streams.find(event);
  return found && awaited ? streams.wait(found, awaited) : CUDA_ERROR_INVALID_HANDLE;
}

COESITE_EXPORT CUresult cuEventCreate(CUevent* event, unsigned) {
  COESITE_ENTER;
  *event = streams.create_event();
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuEventDestroy_v2(CUevent event) {
  COESITE_ENTER;
  if (!streams.find(event)) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  streams.destroy(event);
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuEventRecord(CUevent event, CUstream stream) {
  COESITE_ENTER;
  const auto found = streams.find(stream);
  const auto recorded = streams.find(event);
  return found && recorded ? streams.record(recorded, found) : CUDA_ERROR_INVALID_HANDLE;
}

COESITE_EXPORT CUresult cuEventSynchronize(CUevent event) {
  COESITE_ENTER;
  return wait_for(event);
}

COESITE_EXPORT CUresult cuEventQuery(CUevent event) {
  COESITE_ENTER;
  return wait_for(event);
}

COESITE_EXPORT CUresult cuEventElapsedTime(float* milliseconds, CUevent start, CUevent end) {
  COESITE_ENTER;
  const auto first = streams.find(start);
  const auto last = streams.find(end);
  if (!first || !last || !first->position.stream || !last->position.stream) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  for (const auto& event : {first, last}) {
    if (event->position.stream->done < event->position.sequence) {
      return CUDA_ERROR_NOT_READY;
    }
  }
  *milliseconds = static_cast<float>(last->time - first->time);
  return CUDA_SUCCESS;
}

COESITE_EXPORT CUresult cuEventElapsedTime_v2(float* milliseconds, CUevent start, CUevent end) {
  return cuEventElapsedTime(milliseconds, start, end);
}

COESITE_EXPORT CUresult cuStreamBeginCapture_v2(CUstream stream, CaptureMode mode) {
  COESITE_ENTER;
  const auto found = streams.find(stream);
  return found ? streams.begin_capture(found, mode) : CUDA_ERROR_INVALID_HANDLE;
}

COESITE_EXPORT CUresult cuStreamIsCapturing(CUstream stream, int* status) {
  COESITE_ENTER;
  const auto found = streams.find(stream);
  if (!found) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  if (!found->capture) {
    *status = CAPTURE_NONE;
  } else {
    *status = found->capture->invalid ? CAPTURE_INVALIDATED : CAPTURE_ACTIVE;
  }
  return CUDA_SUCCESS;
}

}  // namespace coesite::emulated
