import AIORing
import Dispatch
import Synchronization

/// The verdicts on some subjects under some models in some shapes.
public struct VerdictTable: Sendable {
  public var subjects: [Subject]
  public var models: [Model]
  public var shapes: [RingShape]
  /// One for each subject, model and shape, in this order.
  public private(set) var cells: [Cell] = []

  /// One verdict, and the edges at fault if it is a violation.
  public struct Cell: Sendable {
    public var verification: Verification
    public var missing: [Edge]
  }

  /// Works out the table on `workers` threads: one cell for each thread, or all threads on one cell after the
  /// other if there are fewer cells than threads.
  public init(
    _ subjects: [Subject], models: [Model], shapes: [RingShape], settings: VerificationSettings = .init(),
    workers: Int = 2
  ) {
    (self.subjects, self.models, self.shapes) = (subjects, models, shapes)
    let jobs = subjects.flatMap { subject in
      models.flatMap { model in shapes.map { (subject, model, $0) } }
    }
    var settings = settings
    settings.workers = jobs.count < workers ? workers : 1
    let chosen = settings
    let results = Mutex([Cell?](repeating: nil, count: jobs.count))
    let nextJob = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(workers, jobs.count)) { _ in
      while true {
        let index = nextJob.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < jobs.count else { return }
        let (subject, model, shape) = jobs[index]
        let verification = Verification(subject, under: model, shape: shape, settings: chosen)
        let missing =
          verification.verdict == .allowed
          ? MissingEdges.find(subject, under: model, shape: shape, settings: chosen) : []
        results.withLock { $0[index] = Cell(verification: verification, missing: missing) }
      }
    }
    cells = results.withLock { $0.compactMap(\.self) }
  }

  /// The cells of one subject under one model, one for each shape.
  public func cells(_ subject: Int, _ model: Model) -> [Cell] {
    guard let column = models.firstIndex(of: model) else { return [] }
    let start = (subject * models.count + column) * shapes.count
    return Array(cells[start..<start + shapes.count])
  }

  /// How the strategies in the table fare against their correctness claims.
  public enum Outcome: Sendable { case correct, violated, inconclusive }

  /// `violated` if a strategy is violated where it claims to be correct. The sleeping consumer counts where the strategy
  /// claims that sleepers are woken; orderings given edge by edge claim to be correct everywhere.
  public var outcome: Outcome {
    var outcome = Outcome.correct
    for cell in cells {
      let verification = cell.verification
      if let name = verification.subject.strategy, let entry = Catalogue.entry(named: name) {
        if !entry.correctnessClaim.covers(verification.model) { continue }
        if verification.shape == .wakeSleep, !entry.claimsWakeUps { continue }
      }
      switch verification.verdict {
      case .allowed: return .violated
      case .unknown: outcome = .inconclusive
      case .forbidden: break
      }
    }
    return outcome
  }
}
