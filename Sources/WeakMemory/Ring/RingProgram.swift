import AIORing

/// The ring's own `push` and `pop` as a program of two threads, the producer first, or of more where several producers
/// share it, the consumer last.
struct RingProgram: Sendable {
  /// The number of the first producer's thread.
  static let producer = 0

  let shape: RingShape
  let layout: LayoutKind
  let indexUse: IndexUseKind
  /// Nil: there is one producer.
  let sharing: RingSharing?
  let sizes: RingSizes
  /// How the words of an event are accessed: as atomics everywhere but in C11, where the question is whether plain
  /// accesses race.
  let payload: AccessOrder?
  let barriers: AssignedBarriers

  init(
    _ barriers: AssignedBarriers, shape: RingShape, layout: LayoutKind, indexUse: IndexUseKind,
    sharing: RingSharing? = nil, sizes: RingSizes, payload: AccessOrder?
  ) {
    (self.shape, self.layout, self.indexUse, self.payload) = (shape, layout, indexUse, payload)
    self.sharing = sharing
    var sizes = sizes
    switch shape {
    case .publishObserve, .wakeSleep: (sizes.pushes, sizes.pops) = (1, 1)
    case .claimRetire:
      // The kernel's layout keeps a slot empty: the first push goes there, the second to the slot popped first.
      let count = layout == .aio ? 2 : 1
      (sizes.pushes, sizes.pops) = (count, count)
    case .ring: break
    }
    if shape != .ring { sizes.batch = nil }
    self.sizes = sizes
    // wake and sleep may strengthen the tail store and are no part of the other shapes.
    var barriers = barriers
    if shape != .wakeSleep { (barriers.wake, barriers.sleep) = (.none, .none) }
    self.barriers = barriers
  }

  var producers: Int { sharing?.producers ?? 1 }
  /// The number of the consumer's thread.
  var consumer: Int { producers }

  /// The number of slots of a ring of that capacity.
  var slots: UInt32 { UInt32(layout == .aio ? sizes.capacity + 1 : sizes.capacity) }

  var locations: RingLocations {
    RingLocations(
      slots: slots, words: sizes.words, ringProtocol: layout.layout.ringProtocol, barriers: barriers,
      sharing: sharing, sleeps: shape == .wakeSleep)
  }

  /// The programs to search: one, or, with membarrier, one for each point at which it may interrupt the producer.
  var programs: [Program] {
    let isInterrupted = shape == .wakeSleep && barriers.sleep == .membarrier
    let initial = initialState
    let interruptions: [Int?] = isInterrupted ? Array(0...producerAccesses).map { $0 } : [nil]
    return interruptions.map { interruption in
      Program(
        threads: (0...producers).map { RingThread(ring: self, thread: $0, interruption: interruption) },
        initial: initial)
    }
  }

  /// The largest number of accesses that the producer makes.
  private var producerAccesses: Int {
    let recorder = ThreadRecorder(script: [], initial: initialState, lowering: .kernel)
    RingThread(ring: self, thread: Self.producer, interruption: nil).run(on: recorder)
    return recorder.events.count
  }

  private var initialState: [Int64] {
    let recorder = ThreadRecorder(script: [], initial: [], lowering: .kernel)
    return RingThread(ring: self, thread: Self.producer, interruption: nil).warmUp(recorder)
  }

  /// The violation, in terms of the results that the threads give.
  struct Violation: Sendable {
    /// A result, and what makes it bad.
    struct Outcome: Sendable {
      var thread: Int
      var register: Int
      var number: Int64
      /// If true, the result is bad if it equals `number`; otherwise, if it does not.
      var isEqual: Bool
    }
    var outcomes: [Outcome]
    /// Whether all results must be bad for a violation, or one is enough.
    var takesAll: Bool
  }

  /// The violation that the shape looks for, of a ring with one producer.
  var violation: Violation {
    if shape == .wakeSleep {
      return Violation(
        outcomes: [Self.producer, consumer].map {
          .init(thread: $0, register: 0, number: 1, isEqual: true)
        },
        takesAll: true)
    }
    return Violation(
      outcomes: (0..<sizes.pops * sizes.words).map {
        .init(thread: consumer, register: $0, number: dueNumber($0), isEqual: false)
      }, takesAll: false)
  }

  /// Whether an execution shows the violation.
  func isViolated(_ final: FinalState) -> Bool {
    if sharing != nil {
      return firstBadPop { final.register(thread: consumer, $0) } != nil
    }
    let violation = violation
    func isBad(_ outcome: Violation.Outcome) -> Bool {
      guard let number = final.register(thread: outcome.thread, outcome.register) else { return false }
      return (number == outcome.number) == outcome.isEqual
    }
    return violation.takesAll
      ? violation.outcomes.allSatisfy(isBad) : violation.outcomes.contains(where: isBad)
  }

  /// The numbers of the events that a producer pushes, those in the ring at the start among them: they count from 1, since an
  /// empty slot holds 0.
  func events(of producer: Int) -> Range<Int> {
    let (each, rest) = sizes.pushes.quotientAndRemainder(dividingBy: producers)
    // The first producer has the rest.
    let pushed = preloaded + (producer + 1) * each + rest
    return producer == 0 ? 1..<pushed + 1 : pushed - each + 1..<pushed + 1
  }

  /// The first pop that returns no event of any producer, or not that producer's next one.
  ///
  /// - Parameter register: What the consumer returned; nil where it did not get so far.
  func firstBadPop(_ register: (Int) -> Int64?) -> Int? {
    var next = (0..<producers).map { events(of: $0) }
    for pop in 0..<sizes.pops {
      let words = (0..<sizes.words).map { register(pop * sizes.words + $0) }
      guard let first = words[0] else { return nil }
      guard words.allSatisfy({ $0 == first }),
        let producer = next.firstIndex(where: { $0.first.map(Int64.init) == first })
      else { return pop }
      next[producer].removeFirst()
    }
    return nil
  }

  /// What each word of the event that a pop is due holds, where there is one producer.
  func dueNumber(_ register: Int) -> Int64 { Int64(register / sizes.words + 1) }

  /// The number of events in the ring at the start.
  var preloaded: Int { shape == .claimRetire ? sizes.capacity : 0 }
}

/// A producer or the consumer of the ring.
struct RingThread: ThreadProgram {
  let ring: RingProgram
  /// The thread's number.
  let thread: Int
  /// Of the producer, where it is interrupted.
  let interruption: Int?

  func run(on recorder: ThreadRecorder) {
    run(ring.layout.layout, recorder)
  }

  /// The state of the ring before anything is recorded.
  func warmUp(_ recorder: ThreadRecorder) -> [Int64] {
    func state<L: RingLayout>(_: L.Type) -> [Int64] {
      let memory = SymbolicMemory<L>(ring, locations: ring.locations, recorder: recorder)
      var producer = Producer(memory: memory, barriers: ring.barriers, indexUse: FreshIndex())
      for number in 0..<ring.preloaded { _ = producer.push(event(number + 1)) }
      return memory.state
    }
    return state(ring.layout.layout)
  }

  /// The event with that number.
  private func event(_ number: Int) -> [TracedValue] {
    Array(repeating: .constant(Int64(number)), count: ring.sizes.words)
  }

  private func run<L: RingLayout>(_: L.Type, _ recorder: ThreadRecorder) {
    let memory = SymbolicMemory<L>(
      ring, locations: ring.locations, recorder: recorder,
      interruption: thread == ring.consumer ? nil : interruption)
    if thread == ring.consumer {
      var consumer = Consumer(memory: memory, barriers: ring.barriers, indexUse: ring.indexUse)
      memory.startRecording()
      consume(&consumer, recorder)
    } else if let sharing = ring.sharing {
      var producer = SharedProducer(memory: memory, barriers: ring.barriers, sharing: sharing.kind)
      memory.startRecording()
      for number in ring.events(of: thread) {
        guard producer.push(event(number)) else { break }
      }
    } else {
      var producer = Producer(memory: memory, barriers: ring.barriers, indexUse: ring.indexUse)
      for number in 0..<ring.preloaded { _ = producer.push(event(number + 1)) }
      memory.startRecording()
      produce(&producer, recorder)
    }
    memory.finish()
  }

  /// A push that finds the ring full, or no room for all of a batch, ends the thread, which would wait; what it did before
  /// counts.
  private func produce<L: RingLayout>(
    _ producer: inout Producer<SymbolicMemory<L>, AssignedBarriers, IndexUseKind>, _ recorder: ThreadRecorder
  ) {
    if let batch = ring.sizes.batch {
      for first in stride(from: 1, through: ring.sizes.pushes, by: batch) {
        let events = (first..<min(first + batch, ring.sizes.pushes + 1)).map(event)
        guard events.withUnsafeBufferPointer({ producer.push($0) }) == events.count else { return }
      }
      return
    }
    for number in ring.preloaded..<ring.preloaded + ring.sizes.pushes {
      guard producer.push(event(number + 1)) else { return }
      if ring.shape == .wakeSleep {
        recorder.output(0, .constant(producer.wakeSleeper() ? 0 : 1))
      }
    }
    producer.flush()
  }

  /// A pop that finds the ring empty, or not all of a batch, ends the thread.
  private func consume<L: RingLayout>(
    _ consumer: inout Consumer<SymbolicMemory<L>, AssignedBarriers, IndexUseKind>, _ recorder: ThreadRecorder
  ) {
    if ring.shape == .wakeSleep {
      recorder.output(0, .constant(consumer.announceSleep() ? 1 : 0))
      return
    }
    if let batch = ring.sizes.batch {
      for first in stride(from: 0, to: ring.sizes.pops, by: batch) {
        let size = min(batch, ring.sizes.pops - first)
        let events = [[TracedValue]](unsafeUninitializedCapacity: size) { $1 = consumer.pop(into: $0) }
        for (pop, event) in events.enumerated() { output(event, ofPop: first + pop, recorder) }
        if events.count < size { return }
      }
      return
    }
    for pop in 0..<ring.sizes.pops {
      guard let event = consumer.pop() else { return }
      output(event, ofPop: pop, recorder)
    }
    consumer.flush()
  }

  private func output(_ event: [TracedValue], ofPop pop: Int, _ recorder: ThreadRecorder) {
    for (word, value) in event.enumerated() { recorder.output(pop * ring.sizes.words + word, value) }
  }
}
