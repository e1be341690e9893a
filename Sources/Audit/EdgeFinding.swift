import AIORing

/// The instructions at an edge in machine code, compared with those that the table promises.
public struct EdgeFinding: Encodable, Sendable, Equatable {
  /// Where a barrier stands: at an edge of the ring, or where an entry point takes or releases its lock.
  public enum Site: Sendable, Equatable, CustomStringConvertible {
    case edge(Edge)
    case lock(EntryPoint)
    case unlock(EntryPoint)

    public var description: String {
      switch self {
      case .edge(let edge): edge.rawValue
      case .lock(let entry): "lock at \(entry.rawValue)"
      case .unlock(let entry): "unlock at \(entry.rawValue)"
      }
    }
  }

  public enum Judgement: String, Encodable, Sendable {
    case asPromised = "as promised"
    case missing
    case weaker = "weaker than promised"
    /// Another instruction that keeps the same pairs of accesses in order.
    case equivalent = "as promised, by another instruction"
    case stronger = "stronger than promised"
    case duplicated
    /// The accesses themselves stand in the other order.
    case reordered = "accesses in the other order"
    /// The positive control stores the tail first, and so does its code.
    case firstInSource = "stored first, as in the source"
    /// membarrier(2): a freestanding object makes no system calls.
    case notCompiled = "not compiled there"
  }

  public let site: Site
  /// What the strategy has there; a lock is taken with acquire and released with release.
  public let ordering: Ordering
  /// The instructions that the table of the architecture has for the ordering.
  public let promised: [Instruction]
  /// The ordering instructions between the two accesses, then the accesses themselves if they carry an order.
  public let found: [Instruction]
  public let judgement: Judgement
  /// Why it is not as promised, where that is known.
  public let explanation: String?

  private enum CodingKeys: CodingKey { case edge, ordering, promised, found, judgement, explanation }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(site.description, forKey: .edge)
    try container.encode(ordering, forKey: .ordering)
    try container.encode(promised.map(\.rawValue), forKey: .promised)
    try container.encode(found.map(\.rawValue), forKey: .found)
    try container.encode(judgement, forKey: .judgement)
    try container.encodeIfPresent(explanation, forKey: .explanation)
  }

  /// Whether what was promised is there.
  public var isFailure: Bool {
    switch judgement {
    case .missing, .weaker: true
    // `none` promises no order, not even of the compiler.
    case .reordered: ordering != .none
    case .asPromised, .equivalent, .stronger, .duplicated, .firstInSource, .notCompiled: false
    }
  }

  init?(
    _ accesses: OrderedAccesses, at entry: EntryPoint, of barriers: AssignedBarriers, in path: AccessPath,
    mapping: InstructionMapping
  ) {
    let (before, after) = (
      accesses.positions(accesses.before, in: path.steps), accesses.positions(accesses.after, in: path.steps)
    )
    // An edge lies between the accesses nearest to each other; a lock is taken before the first access it protects.
    guard let firstAfter = after.min(),
      let lastBefore = accesses.name == .lock ? before.last(where: { $0 < firstAfter }) : before.max()
    else { return nil }
    let isInOrder = lastBefore < firstAfter
    let between = isInOrder ? Array(path.steps[(lastBefore + 1)..<firstAfter]) : []
    var found: [Instruction] = between.compactMap {
      if case .barrier(let instruction) = $0 { instruction } else { nil }
    }
    // The index access itself may carry the order.
    let ownAccesses: [Int]
    let promise: [Instruction]
    switch accesses.name {
    case .edge(let edge):
      site = .edge(edge)
      ordering = barriers[edge]
      promise = mapping.ordering(barriers, at: edge)
      switch edge {
      case .claim, .observe: ownAccesses = [lastBefore]
      case .publish, .retire: ownAccesses = [firstAfter]
      case .wake, .sleep: ownAccesses = [lastBefore, firstAfter]
      }
    case .lock:
      site = .lock(entry)
      ordering = .acquire
      promise = barriers.lock.map { Self.promiseOfTaking($0, mapping: mapping) } ?? []
      ownAccesses = [lastBefore]
    case .unlock:
      site = .unlock(entry)
      ordering = .release
      let store = mapping.store(.release)
      promise = [store.before, store.access].compactMap { $0 }.filter { !$0.isPlain }
      ownAccesses = [firstAfter]
    }
    for position in ownAccesses {
      if case .access(_, let instruction, _) = path.steps[position], !instruction.isPlain {
        found.append(instruction)
      }
    }
    promised = promise
    self.found = found
    if case .edge(let edge) = accesses.name {
      judgement =
        barriers[edge] == .membarrier
        ? .notCompiled
        : isInOrder
          ? Self.judge(found: found, promised: promise)
          : edge == .publish && barriers.storesTailFirst ? .firstInSource : .reordered
    } else {
      judgement = isInOrder ? Self.judge(found: found, promised: promise) : .reordered
    }
    explanation = Self.explanation(
      judgement, ordering: ordering, found: found, isBehindLock: barriers.lock != nil)
  }

  private static func explanation(
    _ judgement: Judgement, ordering: Ordering, found: [Instruction], isBehindLock: Bool
  ) -> String? {
    switch judgement {
    case .reordered where ordering == .none:
      return "none promises no order: the compiler moved the accesses"
    case .equivalent where found.contains(.xchg):
      return "xchg with memory is always locked (Intel SDM volume 2, XCHG)"
    case .stronger where ordering == .seqCst, .duplicated where ordering == .seqCst:
      // RISC-V ABIs Specification, "Atomics ABI": the store's trailing fence of mapping A6S.
      return """
        C's mapping fences before a sequentially consistent load; LLVM also fences behind the store, so that its \
        code may be linked with code whose loads have no fence before them: at this edge one of the two would do
        """
    case .stronger where isBehindLock, .duplicated where isBehindLock:
      return "the barrier that gives the lock back stands there too"
    case .notCompiled:
      return "membarrier(2) is a system call: the freestanding object has no system to call"
    case .firstInSource: return "the positive control: the source stores the tail first"
    default: return nil
    }
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
    if !lost.isEmpty, power(found) == power(promised) { return .equivalent }
    return Set(found).isSubset(of: Set(promised)) ? .duplicated : .stronger
  }

  /// The instructions that the checker's table puts between taking a lock and what it protects.
  private static func promiseOfTaking(_ lock: LockKind, mapping: InstructionMapping) -> [Instruction] {
    var parts: [Instruction?]
    switch lock {
    case .ticketLock:
      let load = mapping.load(.acquire)
      parts = [load.access, load.after]
    case .spinlock, .mutex, .synchronizationMutex:
      let exchange = mapping.atomic(.acquire)
      parts = [exchange.load, exchange.store, exchange.after]
      if exchange.load == exchange.store { parts.removeFirst() }
    }
    return parts.compactMap { $0 }.filter { !$0.isPlain }
  }
}

extension Instruction {
  /// The pairs of accesses that it keeps in order, including those of which it is one itself.
  var power: OrderedPairs {
    switch self {
    case .xchg, .lockedAtomic, .amoAqRl: .all
    case .ldar, .ldapr, .ldaxr, .ldAcq, .amoAq: [.loadLoad, .loadStore]
    case .stlr, .stlxr, .stRel, .amoRl: [.loadStore, .storeStore]
    default: orders
    }
  }
}
