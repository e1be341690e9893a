import AIORing
import WeakMemory

/// What was found for one strategy on one target.
public struct StrategyAudit: Codable, Sendable {
  public let strategy: String
  public let arch: String
  /// Whether there is code: a lock of the operating system cannot be compiled without one.
  public let compiled: Bool
  public let edges: [EdgeFinding]
  public let verdicts: [ShapeVerdict]
  /// Instructions of a lock around the accesses, in their order; empty without a lock.
  public let lock: [String]
  public let costs: [Cost]

  /// The checker on the source and on the machine code.
  public struct ShapeVerdict: Codable, Sendable, Equatable {
    public let shape: String
    public let source: String
    public let machineCode: String
    /// Whether the strategy promises anything there: not every one wakes sleepers.
    public let isClaimed: Bool
    enum CodingKeys: String, CodingKey {
      case shape, source
      case isClaimed = "claimed"
      case machineCode = "machine_code"
    }
  }

  /// How large a function is.
  public struct Cost: Codable, Sendable, Equatable {
    public let function: String
    public let instructions: Int
    public let bytes: Int
  }

  /// Whether something promised is missing, or the machine code allows what the source forbids.
  public var isFailure: Bool {
    edges.contains(where: \.isFailure)
      || verdicts.contains {
        $0.isClaimed && $0.source == Verdict.forbidden.rawValue && $0.machineCode != $0.source
      }
  }

  init(notCompiled entry: StrategyEntry, on target: AuditTarget) {
    (strategy, arch, compiled) = (entry.name, target.name, false)
    (edges, verdicts, lock, costs) = ([], [], [], [])
  }

  init(
    _ entry: StrategyEntry, index: Int, on target: AuditTarget, functions: [String: [MachineInstruction]],
    code: [UInt64: MachineInstruction], sourceVerdict: (Shape) -> Verdict
  ) throws(AuditError) {
    (strategy, arch, compiled) = (entry.name, target.name, true)
    var paths: [EntryPoint: AccessPath] = [:]
    var costs: [Cost] = []
    for point in EntryPoint.allCases {
      guard let start = functions[point.symbol(index)]?.first?.address,
        let path = AccessPath(point, at: start, in: code, reader: target.reader)
      else { throw .unreadable(strategy: entry.name, target: target.name, function: point.rawValue) }
      paths[point] = path
      costs.append(Cost(function: point.rawValue, instructions: path.instructions, bytes: path.bytes))
    }
    self.costs = costs
    if entry.barriers.lock != nil {
      // A lock orders everything; its own instructions are shown, the edges inside hold nothing.
      lock = (paths[.push]?.steps ?? []).compactMap { step in
        switch step {
        case .access(_, let instruction, .word(let word))
        where word == .lock || word == .ticket || word == .serving:
          "\(word) \(instruction.rawValue)"
        case .barrier(let instruction): instruction.rawValue
        default: nil
        }
      }
      (edges, verdicts) = ([], [])
      return
    }
    lock = []
    edges = EntryPoint.allCases.flatMap { point in
      point.edges.compactMap { edge in
        paths[point].flatMap { EdgeFinding(edge, of: entry.barriers, in: $0, mapping: target.mapping) }
      }
    }
    let shapes: [Shape] =
      entry.barriers.sleep == .membarrier
      ? [.publishObserve, .claimRetire] : [.publishObserve, .claimRetire, .wakeSleep]
    verdicts = shapes.compactMap { shape in
      guard let found = CompiledVerdict.judge(shape, paths, model: target.model) else { return nil }
      return ShapeVerdict(
        shape: shape.rawValue, source: sourceVerdict(shape).rawValue, machineCode: found.rawValue,
        isClaimed: shape != .wakeSleep || entry.claimsWakeUps)
    }
  }
}
