import AIORing

/// Runs a thread of a litmus test in assembly on the recorder.
struct MachineInterpreter: ThreadProgram {
  let thread: MachineThread
  let layout: LitmusLayout
  /// The registers whose final values are asked for.
  let observed: [Int]
  /// The number under which the fault of a step that cannot be taken is given out; 0 if there was none.
  let faultOutput: Int
  /// Which store-exclusives fail, in the order in which the thread comes to them. A run that comes to fewer of them
  /// is not an execution if any of the others was to fail: another of the variants has it.
  let failures: [Bool]

  func run(on recorder: ThreadRecorder) {
    var run = Run(
      recorder: recorder, layout: layout, failures: failures,
      slots: thread.initial.map { TracedValue.constant($0) })
    var index = 0
    while index < thread.steps.count, run.fault == nil {
      index = run.perform(thread.steps[index]) ?? index + 1
    }
    if run.failures[run.exclusives...].contains(true) { recorder.block() }
    for slot in observed { recorder.output(slot, run.slots[slot]) }
    recorder.output(faultOutput, .constant(run.fault?.number ?? 0))
  }
}

/// One run of a thread.
private struct Run {
  let recorder: ThreadRecorder
  let layout: LitmusLayout
  let failures: [Bool]
  var slots: [TracedValue]
  var fault: LitmusFault?
  /// How many store-exclusives that may fail were reached.
  var exclusives = 0
  /// The location that a load-exclusive has reserved, and the number of its read.
  var reservation: (location: Location, read: Int)?

  init(recorder: ThreadRecorder, layout: LitmusLayout, failures: [Bool], slots: [TracedValue]) {
    (self.recorder, self.layout, self.failures, self.slots) = (recorder, layout, failures, slots)
  }

  /// Takes a step; the number of the next, if that is not the one behind it.
  mutating func perform(_ step: MachineThread.Step) -> Int? {
    switch step.action {
    case .compute(let target, let operation, let left, let right):
      set(target, value(left).combined(with: value(right)) { operation($0, $1) }, keeping: operation, step)
    case .load(let instruction, let target, let address, let isExclusive):
      let place = self.address(address)
      guard let location = location(place, step) else { return nil }
      let value = recorder.read(location, by: instruction, address: place, isExclusive: isExclusive)
      if isExclusive, let read = value.origin { reservation = (location, read) }
      set(target, value, step)
    case .store(let instruction, let datum, let address):
      let place = self.address(address)
      if let location = location(place, step) {
        recorder.write(location, value(datum), by: instruction, address: place)
      }
    case .storeExclusive(let instruction, let datum, let address, let status, let statusDepends):
      let place = self.address(address)
      guard let location = location(place, step) else { return nil }
      // Without a reservation it fails.
      guard let reserved = reservation else {
        set(status, .constant(1), step)
        return nil
      }
      reservation = nil
      // Machines may let it succeed elsewhere than at what was reserved (herdtools7, its test A027 of RISC-V and pull
      // request 1889 for Arm), and say no more about it.
      guard reserved.location == location else {
        stop(.otherReservation, at: step, on: place)
        return nil
      }
      exclusives += 1
      if failures[exclusives - 1] {
        set(status, .constant(1), step)
      } else {
        let write = recorder.write(
          location, value(datum), by: instruction, address: place, completing: reserved.read)
        set(status, statusDepends ? TracedValue(number: 0, reads: .only(write)) : .constant(0), step)
      }
    case .update(let operation, let load, let store, let operand, let expected, let old, let address):
      let place = self.address(address)
      guard let location = location(place, step) else { return nil }
      let datum = value(operand)
      let wanted = expected.map { value($0) }
      let found = recorder.exchange(
        location, by: load, store, address: place, expecting: wanted, returnsValue: old != nil,
        isOneInstruction: true
      ) { old in
        if let wanted, old.number != wanted.number { return nil }
        return operation.machine.map { machine in old.combined(with: datum) { machine($0, $1) } } ?? datum
      }
      set(old, found, step)
    case .barrier(let instruction): recorder.barrier(instruction)
    case .branch(let condition, let left, let right, let target):
      let truth = value(left).combined(with: value(right)) { condition($0, $1) ? 1 : 0 }
      return recorder.branch(on: truth) ? target : nil
    }
    return nil
  }

  private func value(_ operand: MachineThread.Operand) -> TracedValue {
    switch operand {
    case .slot(let slot): slots[slot]
    case .number(let number): .constant(number)
    }
  }

  private func address(_ address: MachineThread.Address) -> TracedValue {
    value(address.base).combined(with: value(address.index)) {
      $0 &+ $1 &* address.scale &+ address.displacement
    }
  }

  /// The location of an address; a fault if it is none.
  private mutating func location(_ address: TracedValue, _ step: MachineThread.Step) -> Location? {
    if let location = layout.location(at: address.number) { return location }
    stop(.noAddress, at: step, on: address)
    return nil
  }

  /// The thread stops: what it would do hangs on that value.
  private mutating func stop(_ kind: LitmusFault.Kind, at step: MachineThread.Step, on value: TracedValue) {
    fault = LitmusFault(kind, line: step.line)
    _ = recorder.branch(on: value)
  }

  private mutating func set(
    _ slot: Int?, _ value: TracedValue, keeping operation: MachineThread.Operation = .add,
    _ step: MachineThread.Step
  ) {
    guard let slot else { return }
    // A copy is the value itself, so that what was read may still be left open.
    if case .first = operation, case .compute(_, _, let left, _) = step.action {
      slots[slot] = self.value(left)
      return
    }
    if step.isSignedWord, Int32(exactly: value.number) == nil {
      stop(.wideWord, at: step, on: value)
    }
    if step.isNarrow, !(-(1 << 31)..<(1 << 32)).contains(value.number),
      layout.location(at: value.number) == nil
    {
      stop(.wideHalfRegister, at: step, on: value)
    }
    slots[slot] = value
  }
}

extension MemoryInstruction.AtomicOperation {
  /// What it computes; nil if it stores its operand as it is.
  fileprivate var machine: MachineThread.Operation? {
    switch self {
    case .exchange, .compareExchange: nil
    case .add: .add
    case .and: .and
    case .or: .or
    case .xor: .xor
    case .clear: .clear
    }
  }
}
