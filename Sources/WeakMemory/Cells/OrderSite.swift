import Cells

/// An operation of a line of the source, whose order a test can change: all that the line does of that kind with that
/// order.
struct OrderSite: Hashable, Sendable {
  /// The number of the line in the test.
  var place: Int32
  /// The order that the source has.
  var order: Order

  enum Kind: UInt8, Sendable { case load, store, update, failure, fence }

  /// The order that stands there; nil for plain accesses, and for a fence that is left out.
  enum Order: Hashable, Sendable {
    case load(LoadOrder?)
    case store(StoreOrder?)
    case update(ExchangeOrder)
    /// Of a compare-exchange that fails.
    case failure(LoadOrder)
    case fence(CellFence?)

    var kind: Kind {
      switch self {
      case .load: .load
      case .store: .store
      case .update: .update
      case .failure: .failure
      case .fence: .fence
      }
    }

    /// The orders one step weaker; none for one that asks for nothing.
    var weaker: [Order] {
      switch self {
      case .load(.seqCst): [.load(.acquire)]
      case .load(.acquire): [.load(.relaxed)]
      case .store(.seqCst): [.store(.release)]
      case .store(.release): [.store(.relaxed)]
      case .update(.seqCst): [.update(.acquireRelease)]
      case .update(.acquireRelease): [.update(.acquire), .update(.release)]
      case .update(.acquire), .update(.release): [.update(.relaxed)]
      case .failure(.seqCst): [.failure(.acquire)]
      case .failure(.acquire): [.failure(.relaxed)]
      case .fence(.seqCst): [.fence(.acquire), .fence(.release)]
      case .fence(.mb): [.fence(.rmb), .fence(.wmb)]
      case .fence(.acquire), .fence(.release), .fence(.rmb), .fence(.wmb): [.fence(nil)]
      case .load, .store, .update, .failure, .fence: []
      }
    }

    /// The orders that are stronger and could be asked for there, weakest first.
    var stronger: [Order] {
      switch self {
      case .load(.relaxed): [.load(.acquire), .load(.seqCst)]
      case .load(.acquire): [.load(.seqCst)]
      case .store(.relaxed): [.store(.release), .store(.seqCst)]
      case .store(.release): [.store(.seqCst)]
      case .update(.relaxed):
        [.update(.acquire), .update(.release), .update(.acquireRelease), .update(.seqCst)]
      case .update(.acquire), .update(.release): [.update(.acquireRelease), .update(.seqCst)]
      case .update(.acquireRelease): [.update(.seqCst)]
      case .failure(.relaxed): [.failure(.acquire)]
      case .fence(.acquire), .fence(.release): [.fence(.seqCst)]
      case .fence(.rmb), .fence(.wmb): [.fence(.mb)]
      case .load, .store, .update, .failure, .fence: []
      }
    }

    /// As the source spells it.
    var name: String {
      switch self {
      case .load(let order): order?.rawValue ?? "plain"
      case .store(let order): order?.rawValue ?? "plain"
      case .update(let order): order.rawValue
      case .failure(let order): order.rawValue
      case .fence(let fence): fence.map { $0.rawValue } ?? "none"
      }
    }
  }
}

extension OrderSite.Kind {
  /// The operation in a report.
  var name: String {
    switch self {
    case .load: "load"
    case .store: "store"
    case .update: "exchange"
    case .failure: "failed exchange"
    case .fence: "fence"
    }
  }
}
