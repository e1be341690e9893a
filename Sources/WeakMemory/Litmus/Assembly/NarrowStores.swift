/// Which locations some store changes a part of only. herd7 has a variable as one word, all of which every store sets:
/// that is what a machine does as long as nothing ever leaves a one above the bytes that the narrowest store sets, which is
/// checked wherever the location is written.
enum NarrowStores {
  /// The bytes of the narrowest store to each such location. A store whose address is not plain to see is taken for one to
  /// all locations.
  static func locations(_ threads: [MachineThread], layout: LitmusLayout) -> [Location: Int] {
    var narrowed: [Location: Int] = [:]
    for thread in threads {
      for step in thread.steps {
        guard let address = step.storeAddress else { continue }
        let known = thread.location(of: address, in: layout)
        for location in known.map({ $0..<($0 + 1) }) ?? layout.initial.indices
        where step.bytes < layout.bytes(of: location) {
          narrowed[location] = min(narrowed[location] ?? step.bytes, step.bytes)
        }
      }
    }
    return narrowed
  }
}

extension MachineThread.Step {
  fileprivate var storeAddress: MachineThread.Address? {
    switch action {
    case .store(_, _, let address), .storeExclusive(_, _, let address, _, _),
      .update(_, _, _, _, _, _, let address):
      address
    case .compute, .select, .load, .barrier, .branch: nil
    }
  }

  fileprivate var target: Int? {
    switch action {
    case .compute(let target, _, _, _), .select(let target, _, _, _, _, _), .load(_, let target, _, _),
      .storeExclusive(_, _, _, let target, _), .update(_, _, _, _, _, let target, _):
      target
    case .store, .barrier, .branch: nil
    }
  }
}

extension MachineThread {
  /// The location of an address made of numbers and of registers that nothing but the initial state sets; else nil.
  fileprivate func location(of address: Address, in layout: LitmusLayout) -> Location? {
    func value(_ operand: Operand) -> Int64? {
      switch operand {
      case .number(let number): number
      case .slot(let slot, _): steps.contains { $0.target == slot } ? nil : initial[slot]
      }
    }
    guard let base = value(address.base), let index = value(address.index) else { return nil }
    return layout.location(at: base &+ index &* address.scale &+ address.displacement)
  }
}
