import Foundation
import Synchronization
import Trials

/// What a child has printed so far: if it hangs, the answers that it gave before are kept.
final class ChildOutput: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var lastPart: ContinuousClock.Instant?
  }

  private let state = Mutex(State())

  /// A child that prints more than this is no ringbench, bytes.
  private static let limit = 1 << 22

  struct TooLong: Error, CustomStringConvertible {
    let description = "the child printed more than \(ChildOutput.limit >> 20) MiB"
  }

  /// Adds what was read at once.
  ///
  /// - Throws: ``TooLong``.
  func add(_ part: UnsafeRawBufferPointer) throws(TooLong) {
    let count = state.withLock { state in
      state.bytes += part
      state.lastPart = .now
      return state.bytes.count
    }
    if count > Self.limit { throw TooLong() }
  }

  /// When the latest part was read; nil if there was none.
  var lastPart: ContinuousClock.Instant? { state.withLock(\.lastPart) }

  /// The answers among its lines. A line that was cut off is none.
  var answers: [TrialAnswer] {
    let bytes = state.withLock(\.bytes)
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap {
      TrialAnswer(line: String(decoding: $0, as: UTF8.self))
    }
  }
}
