import AIORing
import WeakMemory

/// What was found for one strategy on one target.
public struct StrategyAudit: Encodable, Sendable {
  public let strategy: String
  public let arch: String
  /// Whether there is code: a lock of the operating system cannot be compiled without one.
  public let compiled: Bool
  /// Whether a lock orders head, tail and events.
  public let isLocked: Bool
  public let edges: [EdgeFinding]
  public let verdicts: [ShapeVerdict]
  /// Of each entry point, in the order of `EntryPoint.allCases`.
  public let costs: [Cost]
  /// What came of running the code under an emulator, or why it was not run; nil on targets that are not run.
  public internal(set) var smokeRun: String?

  enum CodingKeys: String, CodingKey {
    case strategy, arch, compiled, edges, verdicts, costs
    case smokeRun = "smoke_run"
  }

  /// The checker's verdicts on the source and on the machine code.
  public struct ShapeVerdict: Encodable, Sendable, Equatable {
    public let shape: RingShape
    public let source: Verdict
    public let machineCode: Verdict
    /// Whether the strategy promises anything there: not every one wakes sleepers.
    public let isClaimed: Bool
    /// Why the two verdicts differ; nil if they do not.
    public let explanation: String?
    enum CodingKeys: String, CodingKey {
      case shape, source, explanation
      case isClaimed = "claimed"
      case machineCode = "machine_code"
    }
  }

  /// The size of a function.
  public struct Cost: Encodable, Sendable, Equatable {
    public let function: EntryPoint
    /// Instructions executed by a call that finds room, or an event, without waiting.
    public let executed: Int
    /// Instructions of the whole function.
    public let instructions: Int
    public let bytes: Int
  }

  /// Whether something promised is missing, or the machine code allows what the source forbids.
  public var isFailure: Bool {
    edges.contains(where: \.isFailure)
      || verdicts.contains { $0.isClaimed && $0.source == .forbidden && $0.machineCode != .forbidden }
  }

  init(notCompiled entry: StrategyEntry, on target: AuditTarget) {
    (strategy, arch, compiled) = (entry.name, target.name, false)
    isLocked = entry.barriers.lock != nil
    (edges, verdicts, costs) = ([], [], [])
  }

  /// - Throws: ``AuditError/unreadable(strategy:target:function:_:)``.
  init(
    _ row: EntrySource.Row, layout: LayoutKind, on target: AuditTarget, in listing: Listing
  ) throws(AuditError) {
    let entry = row.entry
    (strategy, arch, compiled) = (entry.name, target.name, true)
    let isLocked = entry.barriers.lock != nil
    self.isLocked = isLocked
    var paths: [EntryPoint: AccessPath] = [:]
    var costs: [Cost] = []
    for point in EntryPoint.allCases {
      let path: AccessPath
      do throws(UnreadablePath) {
        guard let start = listing.functions[point.symbol(row.index)]?.first?.address else {
          throw .incomplete
        }
        path = try AccessPath(
          point, isLocked: isLocked, layout: layout, at: start, in: listing.code, reader: target.reader)
      } catch {
        throw .unreadable(strategy: entry.name, target: target.name, function: point, error)
      }
      paths[point] = path
      costs.append(
        Cost(
          function: point, executed: path.executed, instructions: path.instructions, bytes: path.bytes))
    }
    self.costs = costs
    let edges = EntryPoint.allCases.flatMap { point in
      point.edges(isLocked: isLocked).compactMap { accesses in
        paths[point].flatMap {
          EdgeFinding(accesses, at: point, of: entry.barriers, in: $0, mapping: target.mapping)
        }
      }
    }
    self.edges = edges
    // membarrier(2) at `sleep` is not in the object: there is no code of that shape to judge.
    let shapes: [RingShape] =
      entry.barriers.sleep == .membarrier
      ? [.publishObserve, .claimRetire] : [.publishObserve, .claimRetire, .wakeSleep]
    verdicts = shapes.compactMap { shape in
      guard let found = CompiledVerdict.judge(shape, paths, model: target.model) else { return nil }
      let source = Verification(Subject(entry), under: target.model, shape: shape).verdict
      return ShapeVerdict(
        shape: shape, source: source, machineCode: found,
        isClaimed: shape != .wakeSleep || entry.claimsWakeUps,
        explanation: Self.explanation(shape, source: source, machineCode: found, edges))
    }
  }

  /// Why the verdict on the machine code is not the one on the source.
  private static func explanation(
    _ shape: RingShape, source: Verdict, machineCode: Verdict, _ edges: [EdgeFinding]
  ) -> String? {
    if source == machineCode { return nil }
    let ofShape: [Edge] =
      switch shape {
      case .publishObserve: [.publish, .observe]
      case .claimRetire: [.claim, .retire]
      case .wakeSleep: [.wake, .sleep]
      case .ring: Edge.allCases
      }
    // Taking and releasing a lock stand in for the edges that it protects.
    let concerned = edges.filter { finding in
      if case .edge(let edge) = finding.site { ofShape.contains(edge) } else { true }
    }
    let differing = concerned.filter { $0.judgement != .asPromised }
    if machineCode == .allowed, differing.isEmpty, concerned.contains(where: { $0.found.contains(.ldapr) }) {
      return "ldapr may pass an earlier stlr to another word; the source is judged with ldar"
    }
    if differing.isEmpty { return nil }
    return differing.map { "\($0.site) is \($0.judgement.rawValue)" }.joined(separator: ", ")
  }
}
