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

  /// The edges that its accesses are the two ends of.
  var edges: [Edge] {
    switch self {
    case .push: [.claim, .publish]
    case .pop: [.observe, .retire]
    case .wake: [.wake]
    case .sleep: [.sleep]
    }
  }
}

/// The catalogue as a Swift source of entry points, compiled together with the ring's own sources.
struct EntrySource: StrategyVisitor {
  private(set) var text = ""
  private(set) var entries: [StrategyEntry] = []

  init() { Catalogue.visit(&self) }

  /// The index in the catalogue of what is compiled: a lock of the operating system has none to call there.
  mutating func visit<B: Barriers>(_ strategy: Strategy<B>) {
    let index = entries.count
    entries.append(strategy.entry)
    guard strategy.entry.isCompiled else { return }
    let memory = """
      HardwareMemory<AIOLayout, OrdinaryStores>(
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
