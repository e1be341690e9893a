import AIORing

/// How a ring is verified.
public struct VerificationSettings: Sendable {
  public var sizes = RingSizes()
  public var layout = LayoutKind.padded
  public var indexUse = IndexUseKind.fresh
  /// Nil: there is one producer.
  public var sharing: RingSharing?
  public var ia64 = IA64Accesses.plain
  public var bounds = SearchBounds()
  /// The number of threads that search for one verdict.
  public var workers = 1
  /// Called from time to time during a long search with the number of partial executions looked at so far.
  public var progress: (@Sendable (Int) -> Void)?

  public init() {}
}

/// The verdict on one subject under one model in one shape.
public struct Verification: Sendable {
  public var subject: Subject
  public var model: Model
  public var shape: RingShape
  public var layout: LayoutKind
  public var indexUse: IndexUseKind
  public var sharing: RingSharing?
  public var verdict: Verdict
  /// Complete executions that the model allows, as far as the search went.
  public var executions: Int
  /// Wall time.
  public var duration: Duration
  /// An execution that shows the violation.
  public var witness: RingWitness?
  /// An execution in which plain accesses to a slot race (C11 only): undefined behaviour, whatever the verdict.
  public var race: RingWitness?
  /// Why the verdict is ``Verdict/unknown``.
  public var incompleteness: Incompleteness?

  /// Verifies one subject under one model in one shape.
  public init(
    _ subject: Subject, under model: Model, shape: RingShape, settings: VerificationSettings = .init(),
    omitting rule: String? = nil
  ) {
    (self.subject, self.model, self.shape) = (subject, model, shape)
    (layout, indexUse) = (settings.layout, settings.indexUse)
    sharing = settings.sharing?.with(subject.barriers)
    let ring = RingProgram(
      subject.barriers, shape: shape, layout: settings.layout, indexUse: settings.indexUse,
      sharing: sharing, sizes: settings.sizes, payload: model.page.payloadOrder)
    var explorer = Explorer(
      model, ia64: settings.ia64, bounds: settings.bounds, workers: settings.workers,
      progress: settings.progress)
    explorer.omitted = rule
    var found = Exploration()
    let duration = ContinuousClock().measure {
      for program in ring.programs {
        let result = explorer.explore(program) { ring.isViolated($0) }
        found.executions += result.executions
        found.matching += result.matching
        found.witness = found.witness ?? result.witness
        found.race = found.race ?? result.race
        found.incompleteness = found.incompleteness ?? result.incompleteness
        if found.matching > 0 { break }
      }
    }
    (verdict, executions, self.duration) = (found.verdict, found.executions, duration)
    witness = found.witness.map { RingWitness($0, ring: ring) }
    race = found.race.map { RingWitness($0, ring: ring) }
    incompleteness = verdict == .unknown ? found.incompleteness : nil
  }
}
