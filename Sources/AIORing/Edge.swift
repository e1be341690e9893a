/// A place where the ring can go wrong: two accesses of one side whose order the other side relies on.
///
/// Every table, option, report and comment uses these names.
public enum Edge: String, CaseIterable, Sendable {
  /// Producer: load head, then write the event slot. Pairs with ``retire``.
  case claim
  /// Producer: write the event, then store tail. Pairs with ``observe``.
  case publish
  /// Consumer: load tail, then read the event. Pairs with ``publish``.
  case observe
  /// Consumer: read the event, then store head. Pairs with ``claim``.
  case retire
  /// Producer: store tail, then load the waiting flag. Pairs with ``sleep``.
  case wake
  /// Consumer: store the waiting flag, then load tail. Pairs with ``wake``.
  case sleep

  /// Which side of the ring the edge is on.
  public var side: Side {
    switch self {
    case .claim, .publish, .wake: .producer
    case .observe, .retire, .sleep: .consumer
    }
  }

  /// What goes wrong when nothing keeps the order at the edge.
  public var failure: String {
    switch self {
    case .claim: "overwrites a slot that is still being read"
    case .publish: "the new tail is visible before the event it publishes (IA-64, 2003)"
    case .observe: "the event is read before the tail that publishes it (POWER, 2014)"
    case .retire: "reads the event that replaces the one being popped"
    case .wake: "the producer misses the sleeper: lost wake-up (x86, 2008)"
    case .sleep: "the sleeper misses the event: lost wake-up"
    }
  }

  /// The two accesses that the edge keeps in order, in program order.
  public var accesses: (before: String, after: String) {
    switch self {
    case .claim: ("load head", "write event")
    case .publish: ("write event", "store tail")
    case .observe: ("load tail", "read event")
    case .retire: ("read event", "store head")
    case .wake: ("store tail", "load waiting")
    case .sleep: ("store waiting", "load tail")
    }
  }

  /// A side of the ring.
  public enum Side: String, Sendable { case producer, consumer }
}
