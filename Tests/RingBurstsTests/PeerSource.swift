import Foundation
import Testing

@testable import RingBursts

/// The source of a peer, and the library that the compiler beside Swift makes of it.
struct PeerSource {
  enum Language: String {
    case c
    case cxx = "cpp"
    var compiler: [String] { self == .c ? ["clang", "-std=c11"] : ["clang++", "-std=c++20"] }
  }

  /// What the ring does wrong with every hundredth event.
  enum Fault: String {
    case none = ""
    case loses = "if (++pushes % 100 == 0) return true;"
    case duplicates = "if (++pops % 100 == 0) { event = last; return true; }"
    case tears = "if (++pops % 100 == 0) event.res = last.res;"
  }

  let text: String
  let language: Language
  /// Of this process, and of everybody in it who has the same source.
  var folder: URL {
    FileManager.default.temporaryDirectory.appending(path: "ringbench-peer-\(getpid())-\(text.hashValue)")
  }

  init(text: String, language: Language) { (self.text, self.language) = (text, language) }

  /// A ring in C++, whose events are right but for the fault.
  ///
  /// - Parameter abi: The version that it is compiled for; nil: the header's.
  init(fault: Fault, name: String = "tested", abi: Int? = nil) {
    self.init(
      text: """
        #include <atomic>
        #include <memory>
        #include <stdexcept>
        #include <ringbench_peer.hpp>
        \(abi.map { "#undef RINGBENCH_PEER_ABI\n#define RINGBENCH_PEER_ABI \($0)" } ?? "")

        struct Ring {
          static constexpr const char *about = "a ring of the tests";
          explicit Ring(uint64_t slots) : slots(slots), events(new ringbench_event[slots]()) {
            if (slots == 13) throw std::invalid_argument("13");
          }
          uint64_t capacity() const { return slots == 17 ? 3 : slots; }
          bool push(const ringbench_event &event) {
            const uint64_t index = tail.load(std::memory_order_relaxed);
            if (index - head.load(std::memory_order_acquire) == slots) return false;
            \(fault == .loses ? fault.rawValue : "")
            events[index % slots] = event;
            tail.store(index + 1, std::memory_order_release);
            return true;
          }
          bool pop(ringbench_event &event) {
            const uint64_t index = head.load(std::memory_order_relaxed);
            if (index == tail.load(std::memory_order_acquire)) return false;
            \(fault == .duplicates ? fault.rawValue : "")
            event = events[index % slots];
            const ringbench_event whole = event;
            \(fault == .tears ? fault.rawValue : "")
            last = whole;
            head.store(index + 1, std::memory_order_release);
            return true;
          }
          size_t push(const ringbench_event *all, size_t count) {
            size_t done = 0;
            while (done < count && push(all[done])) ++done;
            return done;
          }
          size_t pop(ringbench_event *all, size_t count) {
            size_t done = 0;
            while (done < count && pop(all[done])) ++done;
            return done;
          }
          const uint64_t slots;
          std::unique_ptr<ringbench_event[]> events;
          alignas(128) std::atomic<uint64_t> head{0};
          alignas(128) std::atomic<uint64_t> tail{0};
          alignas(128) uint64_t pushes = 0;
          alignas(128) uint64_t pops = 0;
          ringbench_event last{};
        };
        RINGBENCH_PEER("\(name)", Ring)
        """, language: .cxx)
  }

  /// A ring in C, without batches.
  static var inC: PeerSource {
    PeerSource(
      text: """
        #include <stdatomic.h>
        #include <ringbench_peer_loops.h>

        struct ring {
          uint64_t slots;
          _Atomic uint64_t head, tail;
          struct ringbench_event events[];
        };
        static void *create(uint64_t slots) {
          struct ring *ring = calloc(1, sizeof *ring + slots * sizeof(struct ringbench_event));
          if (ring) ring->slots = slots;
          return ring;
        }
        static inline bool push(void *pointer, const struct ringbench_event *event) {
          struct ring *ring = pointer;
          const uint64_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
          if (tail - atomic_load_explicit(&ring->head, memory_order_acquire) == ring->slots) return false;
          ring->events[tail % ring->slots] = *event;
          atomic_store_explicit(&ring->tail, tail + 1, memory_order_release);
          return true;
        }
        static inline bool pop(void *pointer, struct ringbench_event *event) {
          struct ring *ring = pointer;
          const uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
          if (head == atomic_load_explicit(&ring->tail, memory_order_acquire)) return false;
          *event = ring->events[head % ring->slots];
          atomic_store_explicit(&ring->head, head + 1, memory_order_release);
          return true;
        }
        RINGBENCH_PEER_IN_C("plain-c", "a ring in C", create, free, push, pop)
        """, language: .c)
  }

  /// The library's path; compiled once, by whichever test is the first.
  func compiled() throws -> String {
    let library = folder.appending(path: "peer.so")
    if FileManager.default.fileExists(atPath: library.path) { return library.path }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let unique = UUID().uuidString
    let made = folder.appending(path: "\(unique).so")
    let source = folder.appending(path: "\(unique).\(language.rawValue)")
    try Data(text.utf8).write(to: source)
    let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      language.compiler + ["-O1", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared"]
      + ["CPeers", "CBarriers"].flatMap { ["-I", sources.appending(path: "\($0)/include").path] }
      + ["-o", made.path, source.path]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "the compiler refused the peer")
    // In one step: another test may just be loading it.
    try #require(rename(made.path, library.path) == 0)
    return library.path
  }

  func library() throws -> PeerLibrary { try PeerLibrary(path: try compiled()) }
}
