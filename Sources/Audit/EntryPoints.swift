import AIORing

/// A function of the compiled object: one step of the ring with one strategy.
public enum EntryPoint: String, CaseIterable, Sendable, Encodable {
  case push, pop
  /// A push, then the load of the waiting flag.
  case wake
  /// The store of the waiting flag, then the second load of the tail.
  case sleep

  /// Slots of the ring they work on. Each side starts at slot 0, so that every address is the ring's plus a constant.
  static let slots: UInt32 = 4

  var side: Edge.Side {
    switch self {
    case .push, .wake: .producer
    case .pop, .sleep: .consumer
    }
  }

  func symbol(_ index: Int) -> String { "\(rawValue)_\(index)" }

  /// The pairs of accesses that it must keep in order. Under a lock it is the lock that orders head, tail and events.
  func edges(isLocked: Bool) -> [OrderedAccesses] {
    switch self {
    case .push where isLocked, .pop where isLocked: [.lock, .unlock]
    case .push: [OrderedAccesses(.claim), OrderedAccesses(.publish)]
    case .pop: [OrderedAccesses(.observe), OrderedAccesses(.retire)]
    case .wake: [OrderedAccesses(.wake)]
    case .sleep: [OrderedAccesses(.sleep)]
    }
  }
}

/// Strategies as a Swift source of entry points, compiled together with the ring's own sources.
struct EntrySource: Sendable {
  /// A strategy and the number in the names of its entry points.
  struct Row: Sendable {
    let entry: StrategyEntry
    let index: Int
  }
  let rows: [Row]
  let layout: LayoutKind
  let text: String

  init(_ strategies: [StrategyEntry], layout: LayoutKind) {
    let catalogue = Catalogue.entries.map(\.name)
    let rows = strategies.enumerated().map { place, entry in
      Row(entry: entry, index: catalogue.firstIndex(of: entry.name) ?? catalogue.count + place)
    }
    (self.rows, self.layout) = (rows, layout)
    var types = BarrierTypes()
    Catalogue.visit(&types)
    text = rows.filter(\.entry.isCompiled).map { row in
      Self.entryPoints(row, layout: layout)
        + Self.barriers(of: row, type: types.names[row.entry.name])
    }.joined()
  }

  /// The functions that must be in the object.
  var symbols: [String] {
    rows.filter(\.entry.isCompiled).flatMap { row in EntryPoint.allCases.map { $0.symbol(row.index) } }
  }

  /// The name of the type of each row of the catalogue.
  private struct BarrierTypes: StrategyVisitor {
    private(set) var names: [String: String] = [:]

    mutating func visit<B: Barriers>(_ strategy: Strategy<B>) {
      names[strategy.name] = String(reflecting: B.self)
    }
  }

  /// The row's type; for orderings that no row has, a type of its own in which they are constants too.
  private static func barriers(of row: Row, type: String?) -> String {
    if let type { return "typealias S\(row.index) = \(type)\n" }
    let constants = Edge.allCases.map { edge in
      "  @inline(__always) var \(edge.rawValue): Ordering { .\(row.entry.barriers[edge]) }\n"
    }
    return "struct S\(row.index): Barriers {\n\(constants.joined())}\n"
  }

  private static func entryPoints(_ row: Row, layout: LayoutKind) -> String {
    let index = row.index
    let layout = String(reflecting: layout.layout)
    let memory = """
      HardwareMemory<\(layout), OrdinaryStores>(
        base: base, slots: \(EntryPoint.slots), stores: OrdinaryStores())
      """
    // The types of barriers are empty, so that a value can be made without an initialiser.
    let common =
      "memory: \(memory), barriers: unsafeBitCast((), to: S\(index).self), indexUse: FreshIndex()"
    return """
      @c(push_\(index)) public func push_\(index)(_ base: UnsafeMutableRawPointer) -> Bool {
        var producer = Producer(\(common))
        return producer.push(IOEvent(sequence: 1, lap: 2))
      }
      @c(pop_\(index)) public func pop_\(index)(
        _ base: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer
      ) -> Bool {
        var consumer = Consumer(\(common))
        guard let event = consumer.pop() else { return false }
        out.assumingMemoryBound(to: IOEvent.self).pointee = event
        return true
      }
      @c(wake_\(index)) public func wake_\(index)(_ base: UnsafeMutableRawPointer) -> Bool {
        var producer = Producer(\(common))
        guard producer.push(IOEvent(sequence: 1, lap: 2)) else { return false }
        return producer.wakeSleeper()
      }
      @c(sleep_\(index)) public func sleep_\(index)(_ base: UnsafeMutableRawPointer) -> Bool {
        var consumer = Consumer(\(common))
        return consumer.announceSleep()
      }

      """
  }
}

extension StrategyEntry {
  /// Whether it can be compiled without an operating system.
  var isCompiled: Bool {
    switch barriers.lock {
    case nil, .spinlock, .ticketLock: true
    case .mutex, .synchronizationMutex: false
    }
  }
}
