import CellRings
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
    case tears = "if (++pops % 100 == 0) std::copy_n(word(last), 1, word(event));"
  }

  let text: String
  let language: Language
  /// 64-bit words of an event.
  let words: Int
  /// Of this process, and of everybody in it who has the same source.
  var folder: URL {
    FileManager.default.temporaryDirectory
      .appending(path: "ringbench-peer-\(getpid())-\(words)-\(text.hashValue)")
  }

  init(text: String, language: Language, words: Int = 4) {
    (self.text, self.language, self.words) = (text, language, words)
  }

  /// A ring in C++, whose events are right but for the fault.
  ///
  /// - Parameters:
  ///   - abi: The version that it is compiled for; nil: the header's.
  ///   - hasManyProducers: Whether several threads may push, each under a mutex.
  ///   - words: 64-bit words of an event. The last one is torn, and `res` where there are four.
  init(
    fault: Fault, name: String = "tested", abi: Int? = nil, words: Int = 4, hasManyProducers: Bool = false
  ) {
    self.init(
      text: """
        #include <algorithm>
        #include <atomic>
        #include <memory>
        #include <mutex>
        #include <stdexcept>
        #include <ringbench_peer.hpp>
        \(abi.map { "#undef RINGBENCH_PEER_ABI\n#define RINGBENCH_PEER_ABI \($0)" } ?? "")

        struct Ring {
          static constexpr const char *about = "a ring of the tests";
          static constexpr bool hasManyProducers = \(hasManyProducers);
          explicit Ring(uint64_t slots) : slots(slots), events(new ringbench_event[slots]()) {
            if (slots == 13) throw std::invalid_argument("13");
          }
          uint64_t capacity() const { return slots == 17 ? 3 : slots; }
          bool push(const ringbench_event &event) {
            \(hasManyProducers ? "const std::lock_guard<std::mutex> guard(mutex);" : "")
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
          static uint64_t *word(ringbench_event &event) {
            const int number = RINGBENCH_EVENT_WORDS == 4 ? 2 : RINGBENCH_EVENT_WORDS - 1;
            return reinterpret_cast<uint64_t *>(&event) + number;
          }
          const uint64_t slots;
          std::unique_ptr<ringbench_event[]> events;
          alignas(128) std::atomic<uint64_t> head{0};
          alignas(128) std::atomic<uint64_t> tail{0};
          alignas(128) uint64_t pushes = 0;
          alignas(128) uint64_t pops = 0;
          ringbench_event last{};
          std::mutex mutex;
        };
        RINGBENCH_PEER("\(name)", Ring)
        """, language: .cxx, words: words)
  }

  /// The example in C, which has no batches.
  static var inC: PeerSource {
    get throws {
      let file = root.appending(path: "Examples/Peers/my-ring-in-c.c")
      return PeerSource(text: try String(contentsOf: file, encoding: .utf8), language: .c)
    }
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The library's path; compiled once, by whichever test is the first.
  func compiled() throws -> String {
    let library = folder.appending(path: "peer.so")
    if FileManager.default.fileExists(atPath: library.path) { return library.path }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let unique = UUID().uuidString
    let made = folder.appending(path: "\(unique).so")
    let source = folder.appending(path: "\(unique).\(language.rawValue)")
    try Data(text.utf8).write(to: source)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      language.compiler
      + ["-O1", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared", "-DRINGBENCH_EVENT_WORDS=\(words)"]
      + ["CPeers", "CBarriers"].flatMap { ["-I", Self.root.appending(path: "Sources/\($0)/include").path] }
      + ["-o", made.path, source.path]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "the compiler refused the peer")
    // In one step: another test may just be loading it.
    try #require(rename(made.path, library.path) == 0)
    return library.path
  }

  func library() throws -> Peer { try PeerLibrary(path: try compiled()).peer }
}
