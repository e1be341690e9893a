import AIORing

/// A function of the compiled object: one step of the ring with one strategy.
public enum EntryPoint: String, CaseIterable, Sendable {
  case push, pop
  /// A push and the look at the waiting flag.
  case wake
  /// The announcement and the second look at the tail.
  case sleep

  /// Slots of the ring they work on; the side stands at slot 0, so that every address is base plus a constant.
  static let slots: UInt32 = 4

  func symbol(_ index: Int) -> String { "\(rawValue)_\(index)" }

  /// What its accesses are the two ends of. Under a lock it is the lock that orders head, tail and events.
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
struct EntrySource: StrategyVisitor {
  /// A strategy and its place in the catalogue, which its entry points are numbered by.
  struct Row: Sendable {
    let entry: StrategyEntry
    let index: Int
  }
  let layout: LayoutKind
  private(set) var text = ""
  private(set) var rows: [Row] = []
  private let wanted: Set<String>
  private var visited = 0

  /// The entry points of the strategies named; of all if none is.
  init(strategies: [String], layout: LayoutKind) {
    (wanted, self.layout) = (Set(strategies), layout)
    Catalogue.visit(&self)
  }

  /// The functions that must be in the object.
  var symbols: [String] {
    rows.filter(\.entry.isCompiled).flatMap { row in EntryPoint.allCases.map { $0.symbol(row.index) } }
  }

  mutating func visit<B: Barriers>(_ strategy: Strategy<B>) {
    let index = visited
    visited += 1
    guard wanted.isEmpty || wanted.contains(strategy.name) else { return }
    rows.append(Row(entry: strategy.entry, index: index))
    guard strategy.entry.isCompiled else { return }
    let layout =
      switch layout {
      case .aio: String(reflecting: AIOLayout.self)
      case .padded: String(reflecting: PaddedLayout.self)
      }
    let memory = """
      HardwareMemory<\(layout), OrdinaryStores>(
        base: base, slots: \(EntryPoint.slots), stores: OrdinaryStores())
      """
    // The types of barriers are empty: all that they are is their type.
    let common =
      "memory: \(memory), barriers: unsafeBitCast((), to: S\(index).self), indexUse: FreshIndex()"
    text += """
      typealias S\(index) = \(String(reflecting: B.self))
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
