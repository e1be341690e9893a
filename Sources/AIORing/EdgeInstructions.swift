extension InstructionMapping {
  /// The instructions that order the two accesses of an edge: barriers between them, and the accesses themselves if they
  /// carry an order. Empty where plain accesses are enough. Not the lock's: with one, nothing stands at an edge.
  public func ordering(_ barriers: AssignedBarriers, at edge: Edge) -> [Instruction] {
    let fence = fence(barriers[edge])
    let parts: [Instruction?]
    switch edge {
    case .claim:
      let load = load(barriers.headLoad)
      parts = [load.access, load.after, fence]
    case .publish:
      let store = store(barriers.tailStore)
      parts = [fence, store.before, store.access]
    case .observe:
      let load = load(barriers.tailLoad)
      parts = [load.access, load.after, fence]
    case .retire:
      let store = store(barriers.headStore)
      parts = [fence, store.before, store.access]
    case .wake:
      let (store, load) = (store(barriers.tailStore), load(barriers.wake.flagLoad))
      parts = [store.access, store.after, fence, load.before, load.access]
    case .sleep:
      let (store, load) = (store(barriers.sleep.flagStore), load(barriers.sleep.tailReload))
      parts = [store.access, store.after, fence, load.before, load.access]
    }
    return parts.compactMap { $0 }.filter { !$0.isPlain }
  }
}

extension Instruction {
  /// Whether it is an access that orders nothing by itself.
  public var isPlain: Bool { self == .load || self == .store || self == .atomic }
}
