import AIORing
import Algorithms
import Dispatch
import Synchronization

/// The verdicts on some subjects under some models, each in its shapes.
public struct VerdictTable: Sendable {
  public let subjects: [Subject]
  public let models: [Model]
  /// The shapes in which any subject was judged.
  public let shapes: [RingShape]
  /// One for each subject, model and shape, in this order.
  public private(set) var cells: [Cell] = []
  /// Where the cells of each subject begin.
  private let starts: [Int]
  private let shapesOfSubject: [[RingShape]]

  /// One verdict, and the edges at fault if it is a violation.
  public struct Cell: Sendable {
    public var verification: Verification
    public var missing: [Edge]

    /// Whether the subject claims to be correct in this shape under this model.
    public var isClaimed: Bool {
      verification.subject.claims(verification.shape, under: verification.model)
    }
  }

  /// Works out the table on `workers` threads: one cell for each thread, or all threads on one cell after the other if
  /// there are fewer cells than threads. Without `shapes` each subject is judged in those in which there is something to
  /// judge.
  public init(
    _ subjects: [Subject], models: [Model], shapes: [RingShape]? = nil,
    settings: VerificationSettings = .init(), workers: Int = 2
  ) {
    (self.subjects, self.models) = (subjects, models)
    let shapesOfSubject = subjects.map { shapes ?? $0.shapes }
    self.shapesOfSubject = shapesOfSubject
    self.shapes =
      shapes ?? RingShape.allCases.filter { shape in shapesOfSubject.contains { $0.contains(shape) } }
    starts = shapesOfSubject.reductions(0) { $0 + $1.count * models.count }
    let jobs = zip(subjects, shapesOfSubject).flatMap { subject, shapes in
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
    let count = shapesOfSubject[subject].count
    return Array(cells[(starts[subject] + column * count)...].prefix(count))
  }

  /// How the strategies in the table fare against their correctness claims.
  public enum Outcome: Sendable { case correct, violated, inconclusive }

  /// `violated` if a strategy is violated where it claims to be correct. The sleeping consumer counts where the strategy
  /// claims that sleepers are woken; orderings given edge by edge claim to be correct everywhere.
  public var outcome: Outcome {
    var outcome = Outcome.correct
    for cell in cells where cell.isClaimed {
      switch cell.verification.verdict {
      case .allowed: return .violated
      case .unknown: outcome = .inconclusive
      case .forbidden: break
      }
    }
    return outcome
  }
}
