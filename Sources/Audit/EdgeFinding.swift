import AIORing

/// What stands at an edge in machine code, against what the table promises.
public struct EdgeFinding: Codable, Sendable, Equatable {
  public enum Judgement: String, Codable, Sendable {
    case asPromised = "as promised"
    case missing
    case weaker = "weaker than promised"
    case stronger = "stronger than promised"
    case duplicated
    /// The accesses themselves stand in the other order.
    case reordered = "accesses in the other order"
    /// The positive control stores the tail first, and so does its code.
    case firstInSource = "stored first, as in the source"
    /// membarrier(2): there is no system call without a system.
    case notCompiled = "not compiled there"
  }

  public let edge: String
  public let ordering: String
  public let promised: [String]
  public let found: [String]
  public let judgement: Judgement

  /// Whether what was promised is there.
  public var isFailure: Bool {
    switch judgement {
    case .missing, .weaker: true
    // `none` promises no order, not even of the compiler.
    case .reordered: ordering != Ordering.none.rawValue
    case .asPromised, .stronger, .duplicated, .firstInSource, .notCompiled: false
    }
  }

  init?(_ edge: Edge, of barriers: AssignedBarriers, in path: AccessPath, mapping: InstructionMapping) {
    let ends = EdgeEnds(edge)
    let (before, after) = (
      ends.positions(ends.before, in: path.steps), ends.positions(ends.after, in: path.steps)
    )
    guard let lastBefore = before.max(), let firstAfter = after.min() else { return nil }
    let promise = Self.promise(barriers, at: edge, mapping: mapping)
    let isInOrder = lastBefore < firstAfter
    let between = isInOrder ? Array(path.steps[(lastBefore + 1)..<firstAfter]) : []
    var found: [Instruction] = between.compactMap {
      if case .barrier(let instruction) = $0 { instruction } else { nil }
    }
    // The index access itself may carry the order.
    let ownAccesses: [Int]
    switch edge {
    case .claim, .observe: ownAccesses = [lastBefore]
    case .publish, .retire: ownAccesses = [firstAfter]
    case .wake, .sleep: ownAccesses = [lastBefore, firstAfter]
    }
    for position in ownAccesses {
      if case .access(_, let instruction, _) = path.steps[position], !instruction.isPlain {
        found.append(instruction)
      }
    }
    self.edge = edge.rawValue
    ordering = barriers[edge].rawValue
    promised = promise.map(\.rawValue)
    self.found = found.map(\.rawValue)
    judgement =
      barriers[edge] == .membarrier
      ? .notCompiled
      : isInOrder
        ? Self.judge(found: found, promised: promise)
        : edge == .publish && barriers.storesTailFirst ? .firstInSource : .reordered
  }

  private static func judge(found: [Instruction], promised: [Instruction]) -> Judgement {
    // One barrier may serve the access before it and the one after it.
    if Set(found) == Set(promised) { return found.count > promised.count ? .duplicated : .asPromised }
    let lost = promised.filter { !found.contains($0) }
    let power = { (all: [Instruction]) in all.reduce(into: OrderedPairs()) { $0.formUnion($1.power) } }
    if !lost.isEmpty, !power(found).isSuperset(of: power(promised)) {
      return found.isEmpty ? .missing : .weaker
    }
    // RCsc against RCpc: the same pairs, but an earlier release store may pass ldapr.
    if lost.contains(.ldar), found.contains(.ldapr) { return .weaker }
    return Set(found).isSubset(of: Set(promised)) ? .duplicated : .stronger
  }

  /// The instructions that the checker's table puts at an edge.
  private static func promise(
    _ barriers: AssignedBarriers, at edge: Edge, mapping: InstructionMapping
  ) -> [Instruction] {
    let fence = mapping.fence(barriers[edge])
    let parts: [Instruction?]
    switch edge {
    case .claim:
      let load = mapping.load(barriers.headLoad)
      parts = [load.access, load.after, fence]
    case .publish:
      let store = mapping.store(barriers.tailStore)
      parts = [fence, store.before, store.access]
    case .observe:
      let load = mapping.load(barriers.tailLoad)
      parts = [load.access, load.after, fence]
    case .retire:
      let store = mapping.store(barriers.headStore)
      parts = [fence, store.before, store.access]
    case .wake:
      let (store, load) = (mapping.store(barriers.tailStore), mapping.load(barriers.wake.flagLoad))
      parts = [store.access, store.after, fence, load.before, load.access]
    case .sleep:
      let (store, load) = (mapping.store(barriers.sleep.flagStore), mapping.load(barriers.sleep.tailReload))
      parts = [store.access, store.after, fence, load.before, load.access]
    }
    return parts.compactMap { $0 }.filter { !$0.isPlain }
  }
}

extension Instruction {
  var isPlain: Bool { self == .load || self == .store || self == .atomic }

  /// What it keeps in order, an access's own part in it counted.
  fileprivate var power: OrderedPairs {
    switch self {
    case .xchg, .lockedAtomic, .amoAqRl: .all
    case .ldar, .ldapr, .ldaxr, .ldAcq, .amoAq: [.loadLoad, .loadStore]
    case .stlr, .stlxr, .stRel, .amoRl: [.loadStore, .storeStore]
    default: orders
    }
  }
}
