import AIORing

extension LayoutKind {
  /// How many events a ring of `slots` slots holds.
  public func capacity(slots: Int) -> Int {
    slots - (self == .aio ? 1 : 0)
  }
}

extension RowKey {
  /// How many events the row's ring holds, a peer's at most; 0 for a lower bound.
  public var capacity: Int {
    switch subject {
    case .ring(let ring): ring.layout.capacity(slots: slots)
    case .peer: slots
    case .lowerBound: 0
    }
  }
}
