import AIORing

/// ARMv7: as POWER, with dmb for sync, and without the order of commits to one location.
///
/// Alglave, Maranget, Tautschnig, "Herding Cats", TOPLAS 2014, section 8 (the proposed ARM model); Arm ARM, ARMv7,
/// A3.8. All barriers are full, dmb.st between stores only: observation, cumulativity and coherence order then follow
/// from propagation and are no rules of their own. Nothing keeps a store-exclusive behind its load-exclusive but what is
/// read and written (herdtools7, arm.cat).
enum ARMv7: MemoryModel {
  static let architectures: [Architecture] = [.armv7]

  enum Rule: String, CaseIterable {
    case coherence, atomicity
    case noThinAir = "no-thin-air"
    case propagation
    case readsFrom = "reads-from"
    case fullFence = "full-fence-propagation"
    case address, data, control
    case addressProgramOrder = "address-program-order"
    case readsFromInternal = "reads-from-internal"
    case readDifferentWrites = "read-different-writes"
    case detour
    case dmb
    case dmbStores = "dmb-stores"
    /// A branch, then an isb: what follows waits for what the branch looked at.
    case controlISB = "control-isb"
    case conditionalStores = "store-conditional-order"
  }

  static func permits(_ x: Relations, without omitted: Rule?) -> Bool {
    let dependency = term(.address, omitted, x.address, x) | term(.data, omitted, x.data, x)
    let order = PreservedOrder(
      beginningBeginning: dependency | term(.readsFromInternal, omitted, x.rfi, x)
        | term(.readDifferentWrites, omitted, x.poLoc & x.fre.then(x.rfe), x),
      endBeginning: term(.detour, omitted, x.poLoc & x.coe.then(x.rfe), x)
        | term(.controlISB, omitted, x.controlThenBarrier(.isb), x),
      endEnd: dependency | term(.control, omitted, x.control, x)
        | term(.addressProgramOrder, omitted, x.address.then(x.po), x))
    return Propagation(
      preserved: order.closed(x),
      light: x.empty,
      full: term(.dmb, omitted, x.fenced { $0 == .dmbIsh }, x)
        | term(.dmbStores, omitted, x.fenced { $0 == .dmbIshst }, x),
      keepsConditionalStores: true
    ).permits(x, without: omitted?.rawValue)
  }
}
