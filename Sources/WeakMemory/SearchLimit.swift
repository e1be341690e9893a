import Synchronization

/// What a search has spent, counted by all its threads together, and when it must stop.
final class SearchLimit: Sendable {
  private let bounds: SearchBounds
  private let deadline: ContinuousClock.Instant?
  private let spent = Atomic<Int>(0)

  private let progress: (@Sendable (Int) -> Void)?

  init(_ bounds: SearchBounds, progress: (@Sendable (Int) -> Void)? = nil) {
    (self.bounds, self.progress) = (bounds, progress)
    deadline = bounds.timeout.map { ContinuousClock.now + $0 }
  }

  /// Partial executions looked at so far.
  var steps: Int { spent.load(ordering: .relaxed) }

  /// Counts one more.
  func step() throws(Incompleteness) {
    let count = spent.wrappingAdd(1, ordering: .relaxed).newValue
    if count > bounds.steps { throw .steps(bounds.steps) }
    if let progress, count % 16384 == 0 { progress(count) }
    // Reading the clock costs as much as a step, so it is read once in 64.
    if let deadline, let timeout = bounds.timeout, count % 64 == 0, ContinuousClock.now > deadline {
      throw .timeout(timeout)
    }
  }
}
