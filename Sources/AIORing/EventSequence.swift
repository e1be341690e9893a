/// The events that a ring carries, in order: those that the producer writes and the consumer expects. Where several
/// producers share the ring, each has a sequence of its own, with the producer's number above the sequence numbers.
@frozen
public struct EventSequence: Sendable, Equatable {
  /// Slots of the ring.
  public let slots: UInt32
  /// The next sequence number.
  public var sequence: UInt64 { nextSequence }
  /// How often the ring has wrapped before the next event.
  public var lap: UInt64 { nextLap }

  @usableFromInline var nextSequence: UInt64 = 0
  @usableFromInline var nextLap: UInt64 = 0
  // The first event of the next lap, instead of a slot number that is counted up: what changes once a lap
  // needs no register in a loop over events.
  @usableFromInline var lapEnd: UInt64

  /// The sequence from its beginning.
  @inlinable public init(slots: UInt32) {
    self.slots = slots
    lapEnd = UInt64(slots)
  }

  /// The sequence from the event with this number on.
  public init(slots: UInt32, from sequence: UInt64) {
    self.init(slots: slots)
    nextSequence = sequence
    nextLap = sequence / UInt64(slots)
    lapEnd = (nextLap &+ 1) &* UInt64(slots)
  }

  /// Bits of a sequence number below the number of its producer.
  private static let bits: UInt64 = 48

  /// One producer's sequence from the event with this number on, where several share the ring. Laps are this producer's:
  /// as if it had the ring to itself.
  public init(slots: UInt32, producer: Int, from number: UInt64 = 0) {
    self.init(slots: slots, from: number)
    let first = UInt64(producer) << Self.bits
    nextSequence += first
    lapEnd += first
  }

  /// The sequence of the producer whose event this seems to be, from that event on.
  public init(slots: UInt32, from event: IOEvent) {
    self.init(slots: slots, producer: Self.producer(of: event), from: Self.number(event.data))
  }

  /// The number of the producer whose event this seems to be.
  public static func producer(of event: IOEvent) -> Int { Int(event.data >> bits) }

  /// The number of the next event among those of its producer.
  public var number: UInt64 { Self.number(nextSequence) }

  private static func number(_ sequence: UInt64) -> UInt64 { sequence & (1 << bits - 1) }

  /// The next event.
  @inlinable @inline(__always)
  public var event: IOEvent { IOEvent(sequence: nextSequence, lap: nextLap) }

  /// Moves on to the event after.
  @inlinable @inline(__always)
  public mutating func advance() {
    nextSequence &+= 1
    if _slowPath(nextSequence == lapEnd) {
      nextLap &+= 1
      lapEnd &+= UInt64(slots)
    }
  }

  /// Whether `event` is the one that is due. The payload needs no comparison of its own: with data and obj as
  /// due, the checksum is one-to-one in it.
  @inlinable @inline(__always)
  public func isDue(_ event: IOEvent) -> Bool {
    event.data == nextSequence && event.obj == nextLap && event.isIntact
  }

  /// What is wrong with an event that is not due.
  @inline(never)
  public func classify(_ event: IOEvent) -> BadEventKind {
    if event == IOEvent(data: 0, obj: 0, res: 0, res2: 0) { return .staleLap }
    let lapLength = UInt64(slots)
    if event == IOEvent(sequence: event.data, lap: Self.number(event.data) / lapLength) {
      let sameSlot = event.data % lapLength == sequence % lapLength
      switch (event.data < sequence, sameSlot) {
      case (true, true): return .staleLap
      case (true, false): return .duplicate
      case (false, true): return .futureLap
      case (false, false): return .lost
      }
    }
    return isMixOfLaps(event) ? .torn : .checksum
  }

  /// Whether each word is one that some lap around this one put into this slot.
  private func isMixOfLaps(_ event: IOEvent) -> Bool {
    // A side can run at most a lap ahead of or behind the other before that notices; two laps leave room for
    // what is in a store buffer.
    var laps = [IOEvent(data: 0, obj: 0, res: 0, res2: 0)]
    for distance: UInt64 in 0...2 {
      if lap >= distance {
        laps.append(IOEvent(sequence: sequence - distance * UInt64(slots), lap: lap - distance))
      }
      laps.append(IOEvent(sequence: sequence + distance * UInt64(slots), lap: lap + distance))
    }
    // A slot of fewer words has no room for the last two, which were made of the first two then.
    let payload = IOEvent.payload(sequence: event.data, lap: event.obj)
    return laps.contains { $0.data == event.data } && laps.contains { $0.obj == event.obj }
      && (event.res == payload || laps.contains { $0.res == event.res })
      && (event.isIntact || laps.contains { $0.res2 == event.res2 })
  }
}
