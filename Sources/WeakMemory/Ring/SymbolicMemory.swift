import AIORing

/// A ring whose words remember what they depend on: what the ring's own source runs on in the checker.
///
/// Private indices are numbers, as they are in registers; every load of a shared word may return whatever some
/// write puts there.
final class SymbolicMemory<Layout: RingLayout>: Memory {
  typealias Value = TracedValue
  /// The words of an event.
  typealias Event = [TracedValue]

  let slots: UInt32
  /// The smallest number with which a lazy side holds anything back.
  var lazyLimit: UInt32 { 2 }
  private let words: Int
  private let locations: RingLocations
  private let payload: AccessOrder?
  private let recorder: ThreadRecorder
  /// Before which access the membarrier of another thread interrupts this one; nil if none does.
  private var interruption: Int?
  private var accessCount = 0
  /// What the number of a slot was computed from, where it was loaded.
  private var slotOrigin: TracedValue?
  /// Nothing is recorded while the ring is brought into its initial state; `state` holds its words.
  private var isRecording = false
  private(set) var state: [Int64]

  init(
    _ ring: RingProgram, locations: RingLocations, recorder: ThreadRecorder, interruption: Int? = nil
  ) {
    (slots, words, payload) = (ring.slots, ring.sizes.words, ring.payload)
    (self.locations, self.recorder, self.interruption) = (locations, recorder, interruption)
    state = Array(repeating: 0, count: locations.names.count)
  }

  /// From here on everything is recorded.
  func startRecording() { isRecording = true }

  private func beforeAccess() {
    guard isRecording, let interruption else { return }
    if accessCount == interruption { answerInterrupt() }
    accessCount += 1
  }

  /// Called at the end of the thread: the interrupt comes now if it has not come before.
  func finish() {
    if isRecording, let interruption, accessCount <= interruption { answerInterrupt() }
  }

  func constant(_ number: UInt32) -> TracedValue { .constant(Int64(number)) }

  private func read(
    _ location: Location, _ order: AccessOrder?, address: TracedValue? = nil
  ) -> TracedValue {
    beforeAccess()
    return isRecording ? recorder.read(location, order, address: address) : .constant(state[location])
  }

  private func write(
    _ location: Location, _ value: TracedValue, _ order: AccessOrder?, address: TracedValue? = nil
  ) {
    beforeAccess()
    if isRecording {
      recorder.write(location, value, order, address: address)
    } else {
      state[location] = value.number
    }
  }

  /// What the address of a word of the ring depends on.
  private func origin(of word: RingWord) -> TracedValue? {
    if case .tag = word { slotOrigin } else { nil }
  }

  private func update(
    _ location: Location, _ order: AccessOrder, _ change: (TracedValue) -> TracedValue
  ) -> TracedValue {
    beforeAccess()
    if isRecording { return recorder.readModifyWrite(location, UpdateOrder(order)) { change($0) } }
    let old = state[location]
    state[location] = change(.constant(old)).number
    return .constant(old)
  }

  func load(_ word: RingWord, _ order: AccessOrder) -> TracedValue {
    read(locations[.word(word)], order, address: origin(of: word))
  }

  func store(_ number: UInt32, to word: RingWord, _ order: AccessOrder) {
    write(locations[.word(word)], constant(number), order, address: origin(of: word))
  }

  func exchange(_ word: RingWord, with number: UInt32, _ order: AccessOrder) -> TracedValue {
    update(locations[.word(word)], order) { _ in constant(number) }
  }

  func fetchIncrement(_ word: RingWord) -> TracedValue {
    update(locations[.word(word)], .relaxed) { old in old.map { $0 + 1 } }
  }

  func storeSuccessor(of value: TracedValue, to word: RingWord, _ order: AccessOrder) {
    write(locations[.word(word)], value.map { $0 + 1 }, order)
  }

  func slotNumber(_ value: TracedValue) -> UInt32 {
    slotOrigin = value
    return UInt32(truncatingIfNeeded: value.number)
  }

  func decide(_ value: TracedValue, equals number: UInt32) -> Bool {
    branch(value.map { $0 == Int64(number) ? 1 : 0 })
  }

  func decide(_ value: TracedValue, equals other: TracedValue) -> Bool {
    branch(value.combined(with: other) { $0 == $1 ? 1 : 0 })
  }

  private func branch(_ condition: TracedValue) -> Bool {
    isRecording ? recorder.branch(on: condition) : condition.number != 0
  }

  func read(slot: UInt32) -> [TracedValue] {
    (0..<words).map { read(locations.slot(slot, word: $0), payload, address: slotOrigin) }
  }

  func write(_ event: [TracedValue], slot: UInt32) {
    for (word, value) in event.enumerated() {
      write(locations.slot(slot, word: word), value, payload, address: slotOrigin)
    }
  }

  func fence(_ ordering: Ordering) {
    guard isRecording else { return }
    if ordering == .membarrier {
      interruptOthers()
    } else if let fence = Fence(ordering) {
      recorder.fence(fence)
    }
  }

  /// A run that still waits is not an execution.
  func spin() -> Bool {
    recorder.block()
    return false
  }

  /// A system lock is acquired by an acquiring exchange and released by a release store: the least that
  /// pthread_mutex_t and `Synchronization.Mutex` do.
  func acquireSystemLock(_ kind: LockKind) {
    let wasHeld = update(locations[.systemLock], .acquire) { _ in .constant(1) }
    if branch(wasHeld) { recorder.block() }
  }

  func releaseSystemLock(_ kind: LockKind) { write(locations[.systemLock], .constant(0), .release) }

  /// The program ends before the consumer's last step: whether it would sleep has been decided by then.
  func sleep() {}

  func wake() { store(0, to: .waiting, .relaxed) }

  /// membarrier(2), private expedited: a full barrier here, and one in the other thread at some point of its
  /// program, each side waiting for the other (Linux, kernel/sched/membarrier.c: an interrupt and its answer).
  private func interruptOthers() {
    recorder.fence(.mb)
    recorder.write(locations[.interrupt], .constant(1), .relaxed)
    let answer = recorder.read(locations[.interruptDone], .relaxed)
    if !recorder.branch(on: answer) { recorder.block() }
    recorder.fence(.mb)
  }

  private func answerInterrupt() {
    let interrupt = recorder.read(locations[.interrupt], .relaxed)
    if !recorder.branch(on: interrupt) { recorder.block() }
    recorder.fence(.mb)
    recorder.write(locations[.interruptDone], .constant(1), .relaxed)
  }
}
