import CPeers

/// A ring that is not of the catalogue: what it is, and the loops that it is measured with, compiled with its push and pop.
/// Either it comes from a shared library (ringbench_peer.h says what each function does), or it is a Swift type.
public struct Peer: Sendable {
  public typealias Producer = UnsafeMutablePointer<ringbench_producer>
  public typealias Consumer = UnsafeMutablePointer<ringbench_consumer>
  public typealias Times = UnsafeMutablePointer<UInt64>?
  public typealias Turn = UnsafeMutablePointer<ringbench_turn>
  public typealias Waiting = ringbench_waiting

  /// A ring as its two sides have it.
  public struct Sides {
    /// What ``ringbench_producer`` and ``ringbench_consumer`` have as their `ring`.
    public let producer, consumer: UnsafeMutableRawPointer
    /// How many events it holds; 0: not known.
    public let capacity: UInt64
    public let destroy: () -> Void

    public init(
      producer: UnsafeMutableRawPointer, consumer: UnsafeMutableRawPointer, capacity: UInt64,
      destroy: @escaping () -> Void
    ) {
      (self.producer, self.consumer) = (producer, consumer)
      (self.capacity, self.destroy) = (capacity, destroy)
    }
  }

  /// The name in reports.
  public let name: String
  /// One line of what it is.
  public let about: String
  /// The version of the compiler that made the loops; empty: the program's.
  public let compiler: String
  /// 64-bit words of the events that it carries.
  public let eventWords: Int
  /// Whether it can be measured in batches.
  public let hasBatches: Bool

  /// An empty ring that holds at least `slots` - 1 events; nil if it cannot have that many.
  public let create: @Sendable (_ slots: UInt64) -> Sides?
  public let pushPop: @Sendable (Producer, Consumer, _ count: UInt64, _ injected: Int64) -> UInt64
  public let produce: @Sendable (Producer, _ count: UInt64, _ batch: UInt64, _ delay: Int64, Waiting) -> Void
  public let consume:
    @Sendable (Consumer, _ count: UInt64, _ batch: UInt64, _ checking: Int32, _ delay: Int64, Waiting) -> Void
  /// Pops the events of several producers; nil: only one thread may push.
  public let consumeShared:
    (
      @Sendable (
        Consumer, _ producers: UInt64, _ count: UInt64, _ checking: Int32, _ delay: Int64, Waiting
      ) -> Void
    )?
  public let pushTurns:
    @Sendable (
      Producer, Turn, _ events: UInt64, _ batch: UInt64, Times, _ turns: UInt64, _ injected: Int64, Waiting
    ) -> Void
  public let popTurns:
    @Sendable (
      Consumer, Turn, _ events: UInt64, _ batch: UInt64, Times, _ turns: UInt64, _ checking: Int32, Waiting
    ) -> Void
  public let ask:
    @Sendable (
      _ requests: Producer, _ answers: Consumer, Times, _ count: UInt64, _ checking: Int32,
      _ injected: Int64, Waiting
    ) -> Void
  public let answer:
    @Sendable (
      _ requests: Consumer, _ answers: Producer, _ count: UInt64, _ checking: Int32, Waiting
    ) -> Void
  public let send:
    @Sendable (
      Producer, _ count: UInt64, _ start: UInt64, _ interval: Double, _ injected: Int64, Waiting
    ) -> Void
  public let receive:
    @Sendable (
      Consumer, Times, _ count: UInt64, _ start: UInt64, _ interval: Double, _ checking: Int32, Waiting
    ) -> Void
}

extension Peer {
  /// What a library's table says; nil if a function or a text is missing: C lets a table leave out its last fields.
  public init?(_ table: ringbench_peer) {
    guard let name = table.name, let about = table.about, let compiler = table.compiler,
      let create = table.create, let destroy = table.destroy, let capacity = table.capacity,
      let pushPop = table.push_pop, let produce = table.produce, let consume = table.consume,
      let consumeShared = table.consume_shared, let pushTurns = table.push_turns,
      let popTurns = table.pop_turns, let ask = table.ask,
      let answer = table.answer, let send = table.send, let receive = table.receive
    else { return nil }
    self.name = String(cString: name)
    self.about = String(cString: about)
    self.compiler = String(cString: compiler)
    eventWords = Int(clamping: table.event_bytes / 8)
    hasBatches = table.has_batches != 0
    self.create = { slots in
      create(slots).map { ring in
        Sides(producer: ring, consumer: ring, capacity: capacity(ring), destroy: { destroy(ring) })
      }
    }
    self.pushPop = { pushPop($0, $1, $2, $3) }
    self.produce = { produce($0, $1, $2, $3, $4) }
    self.consume = { consume($0, $1, $2, $3, $4, $5) }
    if table.has_many_producers != 0 {
      self.consumeShared = { consumeShared($0, $1, $2, $3, $4, $5) }
    } else {
      self.consumeShared = nil
    }
    self.pushTurns = { pushTurns($0, $1, $2, $3, $4, $5, $6, $7) }
    self.popTurns = { popTurns($0, $1, $2, $3, $4, $5, $6, $7) }
    self.ask = { ask($0, $1, $2, $3, $4, $5, $6) }
    self.answer = { answer($0, $1, $2, $3, $4) }
    self.send = { send($0, $1, $2, $3, $4, $5) }
    self.receive = { receive($0, $1, $2, $3, $4, $5, $6) }
  }

  /// Whether a text can be a peer's name: it must stand in a table, in a file and in a benchmark's name.
  public static func isName(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        let character = Character(UnicodeScalar(byte))
        return character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
      }
  }
}
