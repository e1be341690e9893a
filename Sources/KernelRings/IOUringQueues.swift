import AIORing
import CBarriers
import CLinux

/// One slot of io_uring's completion queue: `struct io_uring_cqe`, 16 bytes.
@frozen @usableFromInline
struct IOUringEntry: Sendable {
  /// `user_data`: what the request carried.
  @usableFromInline var data: UInt64
  /// `res`: the result, or a negated errno.
  @usableFromInline var result: Int32
  /// `flags`.
  @usableFromInline var flags: UInt32
}

/// One request of io_uring, with the fields that are used here.
public struct IOUringRequest: Equatable, Sendable {
  public var opcode: UInt8
  public var file: Int32
  public var address: UInt64
  public var length: UInt32
  public var data: UInt64

  /// IORING_OP_NOP.
  public static func nop(data: UInt64) -> Self {
    .init(opcode: 0, file: -1, address: 0, length: 0, data: data)
  }
  /// IORING_OP_READ of the first `length` bytes.
  public static func read(
    file: Int32, into buffer: UnsafeMutableRawBufferPointer, length: UInt32, data: UInt64
  ) -> Self {
    .init(
      opcode: UInt8(IORING_OP_READ.rawValue), file: file,
      address: UInt64(UInt(bitPattern: buffer.baseAddress)), length: length, data: data)
  }
}

/// A queue of io_uring as the memory of a ring: its words are in the shared memory, at the offsets that the kernel
/// gives, and its slots are `Slot`s. Indices are free-running 32-bit numbers that are masked, so a position is that of a
/// ``PaddedLayout``; the offsets are known at run time only.
@usableFromInline
struct IOUringMemory<Slot: IOUringSlot>: Memory {
  @usableFromInline typealias Layout = PaddedLayout
  @usableFromInline typealias Value = UInt32
  @usableFromInline typealias Event = Slot.Event

  @usableFromInline let slots: UInt32
  @usableFromInline let head: HardwareWord
  @usableFromInline let tail: HardwareWord
  @usableFromInline let waiting: HardwareWord
  @usableFromInline let storage: UnsafeMutableRawPointer
  /// The io_uring's file, by which its poller is woken.
  @usableFromInline let file: Int32

  /// `waiting` is the word that says that the other side sleeps.
  init(
    slots: UInt32, head: UnsafeMutableRawPointer, tail: UnsafeMutableRawPointer,
    storage: UnsafeMutableRawPointer, waiting: UnsafeMutableRawPointer, file: Int32
  ) {
    (self.slots, self.storage, self.file) = (slots, storage, file)
    (self.head, self.tail, self.waiting) = (HardwareWord(head), HardwareWord(tail), HardwareWord(waiting))
  }

  /// The queue has no locks of its own: only strategies without one run on it.
  @inlinable @inline(__always)
  func pointer(to word: RingWord) -> HardwareWord {
    switch word {
    case .head: head
    case .tail: tail
    case .waiting, .lock, .ticket, .serving, .tag: waiting
    }
  }

  /// A free-running index as a position: its slot is the index under the mask, as `slots` is a power of two.
  func position(at index: UInt32) -> PaddedLayout.Position {
    var position = PaddedLayout.Position()
    (position.index, position.slot) = (index, index & (slots - 1))
    return position
  }

  @inlinable func constant(_ number: UInt32) -> UInt32 { number }
  @inlinable @inline(__always)
  func load(_ word: RingWord, _ order: AccessOrder) -> UInt32 {
    let value = pointer(to: word).load(order)
    // The poller's flags hold more than one bit.
    if case .waiting = word { return value & Slot.waitingMask }
    return value
  }
  @inlinable @inline(__always)
  func store(_ number: UInt32, to word: RingWord, _ order: AccessOrder) {
    pointer(to: word).store(number, order)
  }
  @inlinable func exchange(_ word: RingWord, with number: UInt32, _ order: AccessOrder) -> UInt32 {
    pointer(to: word).exchange(with: number, order)
  }
  @inlinable func fetchIncrement(_ word: RingWord) -> UInt32 { pointer(to: word).fetchIncrement() }
  @inlinable func storeSuccessor(of value: UInt32, to word: RingWord, _ order: AccessOrder) {
    store(value &+ 1, to: word, order)
  }
  @inlinable @inline(__always)
  func decide(_ value: UInt32, equals number: UInt32) -> Bool { value == number }
  @inlinable @inline(__always)
  func read(slot: UInt32) -> Event { Slot.read(storage, slot) }
  @inlinable @inline(__always)
  func write(_ event: Event, slot: UInt32) { Slot.write(event, storage, slot) }
  @inlinable @inline(__always)
  func fence(_ ordering: Ordering) { ordering.standOnHardware() }
  @inlinable func spin() -> Bool {
    rb_pause()
    return true
  }
  @inlinable func acquireSystemLock(_ kind: LockKind) {}
  @inlinable func releaseSystemLock(_ kind: LockKind) {}
  /// Waits for one completion.
  @usableFromInline func sleep() { _ = rb_io_uring_enter(file, 0, 1, UInt32(IORING_ENTER_GETEVENTS)) }
  /// Wakes the kernel's poller, which clears its flag itself.
  @usableFromInline func wake() { _ = rb_io_uring_enter(file, 0, 0, UInt32(IORING_ENTER_SQ_WAKEUP)) }
}

/// What a slot of a queue holds.
@usableFromInline
protocol IOUringSlot: Sendable, SendableMetatype {
  associatedtype Event
  /// The bits of the waiting word that mean "asleep".
  static var waitingMask: UInt32 { get }
  static func read(_ storage: UnsafeMutableRawPointer, _ slot: UInt32) -> Event
  static func write(_ event: Event, _ storage: UnsafeMutableRawPointer, _ slot: UInt32)
}

/// A slot of the completion queue: 16 bytes.
@usableFromInline
enum CompletionSlot: IOUringSlot {
  @inlinable static var waitingMask: UInt32 { .max }
  @inlinable @inline(__always)
  static func read(_ storage: UnsafeMutableRawPointer, _ slot: UInt32) -> IOUringEntry {
    storage.assumingMemoryBound(to: IOUringEntry.self)[Int(slot)]
  }
  @inlinable @inline(__always)
  static func write(_ event: IOUringEntry, _ storage: UnsafeMutableRawPointer, _ slot: UInt32) {
    storage.assumingMemoryBound(to: IOUringEntry.self)[Int(slot)] = event
  }
}

/// A slot of the submission queue: 64 bytes, `struct io_uring_sqe`.
@usableFromInline
enum SubmissionSlot: IOUringSlot {
  @usableFromInline static var waitingMask: UInt32 { UInt32(IORING_SQ_NEED_WAKEUP) }
  @usableFromInline
  static func read(_ storage: UnsafeMutableRawPointer, _ slot: UInt32) -> IOUringRequest {
    let entry = storage.assumingMemoryBound(to: io_uring_sqe.self)[Int(slot)]
    return IOUringRequest(
      opcode: entry.opcode, file: entry.fd, address: entry.addr, length: entry.len, data: entry.user_data)
  }
  @usableFromInline
  static func write(_ event: IOUringRequest, _ storage: UnsafeMutableRawPointer, _ slot: UInt32) {
    rb_prepare_sqe(
      storage.assumingMemoryBound(to: io_uring_sqe.self) + Int(slot), event.opcode, event.file, event.address,
      event.length, event.data)
  }
}
