import AIORing

/// Runs a thread of a litmus test in assembly on the recorder.
struct MachineInterpreter: ThreadProgram {
  let thread: MachineThread
  let layout: LitmusLayout
  /// The registers whose final values are asked for, and those of them of which more than the lower half is.
  let observed: [Int]
  let observedWhole: Set<Int>
  /// The number under which the fault of a step that cannot be taken is given out; 0 if there was none.
  let faultOutput: Int
  /// Which store-exclusives fail, in the order in which the thread comes to them. A run that comes to fewer of them
  /// is not an execution if any of the others was to fail: another of the variants has it.
  let failures: [Bool]

  func run(on recorder: ThreadRecorder) {
    var run = Run(
      recorder: recorder, layout: layout, failures: failures,
      slots: thread.initial.map { Register(value: .constant($0)) })
    var index = 0
    while index < thread.steps.count, run.fault == nil {
      index = run.perform(thread.steps[index]) ?? index + 1
    }
    if run.failures[run.exclusives...].contains(true) { recorder.block() }
    for slot in observed {
      recorder.output(slot, observedWhole.contains(slot) ? run.value(.slot(slot)) : run.slots[slot].value)
    }
    recorder.output(faultOutput, .constant(run.fault?.number ?? 0))
  }
}

/// What a register holds. The upper half is filled in when it is looked at, so that what was read and is only copied may
/// still be left open.
private struct Register {
  var value: TracedValue
  var width = WordWidth.all
}

/// One run of a thread.
private struct Run {
  let recorder: ThreadRecorder
  let layout: LitmusLayout
  let failures: [Bool]
  var slots: [Register]
  var fault: LitmusFault?
  /// How many store-exclusives that may fail were reached.
  var exclusives = 0
  /// The location that a load-exclusive has reserved, and the number of its read.
  var reservation: (location: Location, read: Int)?

  init(recorder: ThreadRecorder, layout: LitmusLayout, failures: [Bool], slots: [Register]) {
    (self.recorder, self.layout, self.failures, self.slots) = (recorder, layout, failures, slots)
  }

  /// Takes a step; the number of the next, if that is not the one behind it.
  mutating func perform(_ step: MachineThread.Step) -> Int? {
    switch step.action {
    case .compute(let target, .first, let operand, _): set(target, register(operand), step)
    case .compute(let target, let operation, let left, let right):
      set(target, value(left).combined(with: value(right)) { operation($0, $1) }, step)
    case .load(let instruction, let target, let address, let isExclusive):
      let place = self.address(address)
      guard let location = location(place, step) else { return nil }
      let value = recorder.read(location, by: instruction, address: place, isExclusive: isExclusive)
      if isExclusive, let read = value.origin { reservation = (location, read) }
      if step.width == .all, layout.bytes(of: location) == 4 {
        recorder.reveal(value)
        if !layout.isAddress(value.number), !(0...Int64(Int32.max)).contains(value.number) {
          stop(.wideLoad, at: step, on: place)
        }
      }
      set(target, value, step)
    case .store(let instruction, let datum, let address):
      let place = self.address(address)
      if let location = location(place, step, isWrite: true) {
        recorder.write(location, stored(datum, step), by: instruction, address: place)
      }
    case .storeExclusive(let instruction, let datum, let address, let status, let statusDepends):
      let place = self.address(address)
      guard let location = location(place, step, isWrite: true) else { return nil }
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
          location, stored(datum, step), by: instruction, address: place, completing: reserved.read)
        set(status, statusDepends ? TracedValue(number: 0, reads: .only(write)) : .constant(0), step)
      }
    case .update(let operation, let load, let store, let operand, let expected, let old, let address):
      let place = self.address(address)
      guard let location = location(place, step, isWrite: true) else { return nil }
      let datum = stored(operand, step)
      let wanted = expected.map { stored($0, step) }
      let found = recorder.exchange(
        location, by: load, store, address: place, expecting: wanted, returnsValue: old != nil,
        isOneInstruction: true
      ) { old in
        if let wanted, extended(old.number, storedWidth(step)) != wanted.number { return nil }
        return operation.machine.map { machine in
          old.combined(with: datum) { extended(machine($0, $1), storedWidth(step)) }
        } ?? datum
      }
      set(old, found, step)
    case .barrier(let instruction): recorder.barrier(instruction)
    case .branch(let condition, let left, let right, let target):
      let truth = value(left).combined(with: value(right)) { condition($0, $1) ? 1 : 0 }
      return recorder.branch(on: truth) ? target : nil
    }
    return nil
  }

  /// A number of so many bits; an address, which stands for one of any size, stays what it is.
  private func extended(_ number: Int64, _ width: WordWidth) -> Int64 {
    layout.isAddress(number) ? number : width(number)
  }

  /// What a register holds, or the part of it that an operand names.
  private func register(_ operand: MachineThread.Operand) -> Register {
    switch operand {
    case .slot(let slot, .all): slots[slot]
    case .slot(let slot, let width): Register(value: slots[slot].value, width: width)
    case .number(let number): Register(value: .constant(number))
    }
  }

  func value(_ operand: MachineThread.Operand) -> TracedValue {
    let register = register(operand)
    if case .all = register.width { return register.value }
    return register.value.map { extended($0, register.width) }
  }

  /// A word in memory has its sign.
  private func storedWidth(_ step: MachineThread.Step) -> WordWidth {
    if case .all = step.width { .all } else { .signExtended }
  }

  private func stored(_ operand: MachineThread.Operand, _ step: MachineThread.Step) -> TracedValue {
    value(operand).map { extended($0, storedWidth(step)) }
  }

  private func address(_ address: MachineThread.Address) -> TracedValue {
    value(address.base).combined(with: value(address.index)) {
      $0 &+ $1 &* address.scale &+ address.displacement
    }
  }

  /// The location of an address; a fault if it is none, or if a write would change a part of it.
  private mutating func location(
    _ address: TracedValue, _ step: MachineThread.Step, isWrite: Bool = false
  ) -> Location? {
    guard let location = layout.location(at: address.number) else {
      stop(.noAddress, at: step, on: address)
      return nil
    }
    if isWrite, step.width != .all, layout.bytes(of: location) == 8 {
      stop(.narrowStore, at: step, on: address)
      return nil
    }
    return location
  }

  /// The thread stops: what it would do hangs on that value.
  private mutating func stop(_ kind: LitmusFault.Kind, at step: MachineThread.Step, on value: TracedValue) {
    fault = LitmusFault(kind, line: step.line)
    _ = recorder.branch(on: value)
  }

  private mutating func set(_ slot: Int?, _ value: TracedValue, _ step: MachineThread.Step) {
    set(slot, Register(value: value), step)
  }

  private mutating func set(_ slot: Int?, _ register: Register, _ step: MachineThread.Step) {
    guard let slot else { return }
    if step.isSignedWord, Int32(exactly: register.value.number) == nil {
      stop(.wideWord, at: step, on: register.value)
    }
    slots[slot] = Register(
      value: register.value, width: step.width == .all ? register.width : step.width)
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
