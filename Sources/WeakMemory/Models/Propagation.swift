/// The axioms that POWER, ARMv7 and MIPS share, whose writes reach the other processors one by one: an order of what
/// happens, and barriers that carry along what their thread has seen (cumulativity).
///
/// Alglave, Maranget, Tautschnig, "Herding Cats", TOPLAS 2014, figures 5 and 18.
struct Propagation {
  /// What a thread keeps in order without barriers.
  var preserved: Relation
  /// Pairs that a barrier orders and that are not ordered in every way.
  var light: Relation
  /// Pairs with a full barrier between them.
  var full: Relation
  /// Whether a thread's successful store-conditionals take effect in program order (herd7, ppc-checks.cat, scXX).
  var keepsConditionalStores = false

  /// The axioms and terms; a model names those of them that do not follow from the rest.
  enum Rule: String {
    case coherence, atomicity
    case noThinAir = "no-thin-air"
    case observation
    case propagation
    case readsFrom = "reads-from"
    case cumulativity
    case fullFence = "full-fence-propagation"
    case writeOrder = "coherence-order"
    case conditionalStores = "store-conditional-order"
  }

  func permits(_ x: Relations, without omitted: String?) -> Bool {
    func isIn(_ rule: Rule) -> Bool { omitted != rule.rawValue }
    if isIn(.coherence), !x.isCoherent { return false }
    if isIn(.atomicity), !x.isAtomic { return false }
    if keepsConditionalStores, isIn(.conditionalStores), !x.atomicWrites.isEmpty,
      !(x.co | x.po.from(x.atomicWrites, to: x.atomicWrites)).isAcyclic
    {
      return false
    }
    let fence = light | full
    var happens = preserved | fence
    if isIn(.readsFrom) { happens |= x.rfe }
    if isIn(.noThinAir), !happens.isAcyclic { return false }
    let later = happens.star
    let base = (isIn(.cumulativity) ? fence | x.rfe.then(fence) : fence).then(later)
    var propagates = base.from(x.writes, to: x.writes)
    if isIn(.fullFence) {
      propagates |= x.com.star.then(base.star).then(full).then(later)
    }
    if isIn(.observation), !x.fre.then(propagates).then(later).isIrreflexive { return false }
    let order = isIn(.writeOrder) ? x.co | propagates : propagates
    return !isIn(.propagation) || order.isAcyclic
  }
}

/// What POWER and ARMv7 keep in order without barriers: a read or write is split into its beginning (i) and its end
/// (c), and dependencies order these parts. Herding Cats, figures 25 and 26.
struct PreservedOrder {
  /// Beginning before beginning, and so on: the relations the fixpoint starts from.
  var beginningBeginning: Relation
  var endBeginning: Relation
  var endEnd: Relation

  /// Pairs of a read and a read or write that are kept in order.
  func closed(_ x: Relations) -> Relation {
    var (ii, ic, ci, cc) = (beginningBeginning, x.empty, endBeginning, endEnd)
    while true {
      let newII = ii | ci | ic.then(ci) | ii.then(ii)
      let newIC = ic | ii | cc | ic.then(cc) | ii.then(ic)
      let newCI = ci | ci.then(ii) | cc.then(ci)
      let newCC = cc | ci | ci.then(ic) | cc.then(cc)
      if newII == ii && newIC == ic && newCI == ci && newCC == cc { break }
      (ii, ic, ci, cc) = (newII, newIC, newCI, newCC)
    }
    return ii.from(x.reads, to: x.reads) | ic.from(x.reads, to: x.writes)
  }
}
