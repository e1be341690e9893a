// moodycamel::BlockingReaderWriterCircularBuffer: one producer, one consumer, a semaphore for each side (Debian:
// libreaderwriterqueue-dev).
// needs: libreaderwriterqueue-dev readerwriterqueue/readerwritercircularbuffer.h
#include <readerwriterqueue/readerwritercircularbuffer.h>
#include <ringbench_peer.hpp>

struct CircularBuffer {
  static constexpr const char *about = "moodycamel::BlockingReaderWriterCircularBuffer, without blocking (" RINGBENCH_PEER_PACKAGE ")";
  explicit CircularBuffer(uint64_t slots) : queue(slots) {}
  bool push(const ringbench_event &event) { return queue.try_enqueue(event); }
  bool pop(ringbench_event &event) { return queue.try_dequeue(event); }
  uint64_t capacity() const { return queue.max_capacity(); }
  moodycamel::BlockingReaderWriterCircularBuffer<ringbench_event> queue;
};

RINGBENCH_PEER("reader-writer-circular-buffer", CircularBuffer)
