// moodycamel::ReaderWriterQueue: one producer, one consumer, in blocks (Debian: libreaderwriterqueue-dev). try_enqueue takes
// no memory, so that the queue is as long as it was made.
// needs: libreaderwriterqueue-dev readerwriterqueue/readerwriterqueue.h
#include <readerwriterqueue/readerwriterqueue.h>
#include <ringbench_peer.hpp>

struct ReaderWriter {
  static constexpr const char *about = "moodycamel::ReaderWriterQueue (" RINGBENCH_PEER_PACKAGE ")";
  explicit ReaderWriter(uint64_t slots) : queue(slots) {}
  bool push(const ringbench_event &event) { return queue.try_enqueue(event); }
  bool pop(ringbench_event &event) { return queue.try_dequeue(event); }
  moodycamel::ReaderWriterQueue<ringbench_event> queue;
};

RINGBENCH_PEER("reader-writer-queue", ReaderWriter)
