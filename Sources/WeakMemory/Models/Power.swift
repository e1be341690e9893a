import AIORing

/// POWER: sync is cumulative and full, lwsync cumulative and lets a load pass an earlier store.
///
/// Alglave, Maranget, Tautschnig, "Herding Cats", TOPLAS 2014, section 6; Power ISA, book II, 1.7 and 4.6.3. eieio orders
/// stores, as lwsync does (herdtools7, ppc.cat).
enum Power: MemoryModel {
  static let architectures: [Architecture] = [.power]

  enum Rule: String, CaseIterable {
    case coherence, atomicity
    case noThinAir = "no-thin-air"
    case observation, propagation
    case readsFrom = "reads-from"
    case cumulativity
    case fullFence = "full-fence-propagation"
    case writeOrder = "coherence-order"
    case address, data, control
    case addressProgramOrder = "address-program-order"
    /// A read from one's own write.
    case readsFromInternal = "reads-from-internal"
    /// Two reads of one location that see different writes.
    case readDifferentWrites = "read-different-writes"
    /// A read of what another wrote over one's own write.
    case detour
    case sameLocation = "same-location"
    case lwsync, sync, eieio
    /// A branch, then an isync: what follows waits for what the branch looked at.
    case controlISync = "control-isync"
    case conditionalStores = "store-conditional-order"
  }

  static func permits(_ x: Relations, without omitted: Rule?) -> Bool {
    let dependency = term(.address, omitted, x.address, x) | term(.data, omitted, x.data, x)
    let order = PreservedOrder(
      beginningBeginning: dependency | term(.readsFromInternal, omitted, x.rfi, x)
        | term(.readDifferentWrites, omitted, x.poLoc & x.fre.then(x.rfe), x),
      endBeginning: term(.detour, omitted, x.poLoc & x.coe.then(x.rfe), x)
        | term(.controlISync, omitted, x.controlThenBarrier(.isync), x),
      endEnd: dependency | term(.sameLocation, omitted, x.poLoc, x) | term(.control, omitted, x.control, x)
        | term(.addressProgramOrder, omitted, x.address.then(x.po), x))
    return Propagation(
      preserved: order.closed(x),
      light: term(.lwsync, omitted, x.fenced { $0 == .lwsync }, x)
        | term(.eieio, omitted, x.fenced { $0 == .eieio }, x),
      full: term(.sync, omitted, x.fenced { $0 == .sync }, x),
      keepsConditionalStores: true
    ).permits(x, without: omitted?.rawValue)
  }
}
