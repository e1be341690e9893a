import AIORing

/// A setting that a sweep varies, as its option is called.
public enum SweepAxis: String, CaseIterable, Codable, Sendable {
  case slots
  case eventBytes = "event-bytes"
  case pages, batch
  /// Events of a hand-off's turn.
  case turnEvents = "turn-events"
  case layout
  case indexUse = "index-use"
  case payloadStores = "payload-stores"
  case polling, pairs

  /// Where a row stands on an axis.
  public struct Value: Hashable, Comparable, Sendable {
    /// A number's own, or a name's place in its table.
    private var place: [Int]
    /// As options and tables have it.
    public var words: String

    fileprivate init(_ number: Int) { (place, words) = ([number], "\(number)") }

    fileprivate init<Name: RawRepresentable<String> & CaseIterable & Equatable>(_ name: Name?) {
      let all = Array(Name.allCases)
      place = [name.flatMap { name in all.firstIndex { $0 == name } } ?? -1]
      words = name?.rawValue ?? ""
    }

    /// A pair of CPUs.
    fileprivate init(_ producer: Int, _ consumer: Int) {
      (place, words) = ([producer, consumer], "\(producer):\(consumer)")
    }

    public static func < (one: Self, other: Self) -> Bool { one.place.lexicographicallyPrecedes(other.place) }
  }

  /// The row's value on this axis.
  public func value(of row: RowKey) -> Value {
    switch self {
    case .slots: Value(row.slots)
    case .eventBytes: Value(row.eventSize.bytes)
    case .pages: Value(row.pages)
    case .batch: Value(row.batch)
    case .turnEvents: Value(row.turnEvents)
    case .layout: Value(row.ring?.layout)
    case .indexUse: Value(row.ring?.indexUse)
    case .payloadStores: Value(row.ring?.payloadStores)
    case .polling: Value(row.polling)
    case .pairs: Value(row.producerCpu, row.consumerCpu)
    }
  }
}

extension SweepAxis {
  /// Whether loops are compiled for strategies at some of its values only, so that all points read their barriers at run time.
  public var crossesCompiledLoops: Bool {
    switch self {
    case .eventBytes, .batch, .layout, .indexUse, .payloadStores: true
    case .slots, .pages, .turnEvents, .polling, .pairs: false
    }
  }
}

extension Workload {
  /// The workloads that a sweep measures: those with one figure for a ring.
  public static let swept: [Workload] = [.handOff, .barrierCost, .throughput, .roundTrip]

  /// Whether its figure can depend on the axis: it has no turns, or waits for no whole batch, or a side that waits for the
  /// other does so outside what is timed.
  public func varies(with axis: SweepAxis) -> Bool {
    switch axis {
    case .slots, .eventBytes, .pages, .layout, .indexUse, .payloadStores, .pairs: true
    case .batch: self == .handOff || self == .throughput
    case .turnEvents: self == .handOff
    case .polling: self == .throughput
    }
  }
}
