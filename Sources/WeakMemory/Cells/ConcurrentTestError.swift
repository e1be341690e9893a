import Cells

/// A line of a test's source.
public struct TestPlace: Sendable, Hashable, CustomStringConvertible {
  public let fileID: String
  public let line: UInt

  init(_ place: SourcePlace) { (fileID, line) = (place.fileID.description, place.line) }

  public var description: String { "\(fileID):\(line)" }
}

/// Why a test cannot be judged: a mistake in it, with its place.
public enum ConcurrentTestError: Error, Sendable, Equatable, CustomStringConvertible {
  case noThread
  case tooManyCells(Int, most: Int)
  case tooManyThreads(Int, most: Int)
  /// A cell was accessed while no thread of its test was running.
  case outsideOfThread(TestPlace)
  case cellOfAnotherTest(TestPlace)
  /// A thread did something else though its loads returned the same.
  case notDeterministic(thread: Int, TestPlace?)
  /// A thread does not stop. The place is that of its last access to a cell.
  case neverEnds(TestPlace?)
  /// A thread traps. The place is that of its last access to a cell.
  case traps(thread: Int, TestPlace?)

  public var description: String {
    switch self {
    case .noThread: "the test has no thread: add one with thread { ... }"
    case .tooManyCells(let count, let most): "the test has \(count) cells; the checker holds at most \(most)"
    case .tooManyThreads(let count, let most):
      "the test has \(count) threads; the checker holds at most \(most)"
    case .outsideOfThread(let place):
      "\(place): a cell is accessed outside of the test's threads: do it inside thread { ... }, "
        + "and ask for final values by the outcome"
    case .cellOfAnotherTest(let place):
      "\(place): the cell belongs to another ConcurrentTest: make it with this test's cell(_:)"
    case .notDeterministic(let thread, let place):
      "\(place.map { "\($0): " } ?? "")thread \(thread + 1) is not deterministic: its loads returned the same, but what it "
        + "did differs. A thread is run many times: keep everything it changes inside it or in cells"
    case .neverEnds(let place):
      "\(place.map { "\($0): " } ?? "")a thread does not end: call spin() in a loop that waits or tries again, and bound others"
    case .traps(let thread, let place):
      "\(place.map { "\($0): " } ?? "")thread \(thread + 1) traps \(place == nil ? "before its first access" : "after this access"): "
        + "it must come to its end whatever its loads return. Say what must hold by check(_:)"
    }
  }
}
