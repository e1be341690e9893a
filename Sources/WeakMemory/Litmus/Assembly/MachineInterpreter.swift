import AIORing

/// Runs a thread of a litmus test in assembly on the recorder.
struct MachineInterpreter: ThreadProgram {
  let thread: MachineThread
  let layout: LitmusLayout
  /// The registers whose final values are asked for, and those of them of which more than the lower half is.
  let observed: [Int]
  let observedWhole: Set<Int>
  /// The locations that some store changes a part of only, with the bytes of the narrowest: see ``NarrowStores``.
  let narrowed: [Location: Int]
  /// The number under which the fault of a step that cannot be taken is given out; 0 if there was none.
  let faultOutput: Int
  /// Which of the steps that have alternatives take the other one, in the order in which the thread comes to them: a
  /// store-exclusive fails, a compare-and-swap that succeeds leaves its register as it is. A run that comes to fewer
  /// of them is not an execution if any of the rest was to take it: another of the variants has it.
  let alternatives: [Bool]

  func run(on recorder: ThreadRecorder) {
    var run = Run(
      recorder: recorder, layout: layout, alternatives: alternatives, narrowed: narrowed,
      slots: thread.initial.map { Register(value: .constant($0)) })
    var index = 0
    /// How often each branch back was taken.
    var rounds: [Int: Int] = [:]
    while index < thread.steps.count, run.fault == nil {
      let next = run.perform(thread.steps[index]) ?? index + 1
      if next <= index {
        rounds[index, default: 0] += 1
        // What the thread would do in more rounds is not known.
        if rounds[index, default: 0] > MachineThread.mostRounds { return recorder.truncate() }
      }
      index = next
    }
    if run.alternatives[run.taken...].contains(true) { recorder.block() }
    for slot in observed {
      let isLazy = !observedWhole.contains(slot) && run.slots[slot].width.bits >= 32
      recorder.output(slot, isLazy ? run.slots[slot].value : run.value(.slot(slot)))
    }
    recorder.output(faultOutput, .constant(run.fault?.number ?? 0))
  }
}

/// What a register holds. The upper half is filled in when it is looked at, so that what was read and is only copied may
/// still be left open.
private struct Register {
  var value: TracedValue
  var width = WordWidth.all

  /// All of it.
  func filled(by extend: (Int64, WordWidth) -> Int64) -> TracedValue {
    width == .all ? value : value.map { extend($0, width) }
  }

  /// Its lower part, extended so.
  func narrowed(to part: WordWidth, by extend: (Int64, WordWidth) -> Int64) -> Register {
    if part == .all { return self }
    return Register(value: part.bits > width.bits ? filled(by: extend) : value, width: part)
  }
}

/// One run of a thread.
private struct Run {
  let recorder: ThreadRecorder
  let layout: LitmusLayout
  let alternatives: [Bool]
  let narrowed: [Location: Int]
  var slots: [Register]
  var fault: LitmusFault?
  /// How many steps that have alternatives were reached.
  var taken = 0
  /// The location that a load-exclusive has reserved, and the number of its read.
  var reservation: (location: Location, read: Int)?

  init(
    recorder: ThreadRecorder, layout: LitmusLayout, alternatives: [Bool], narrowed: [Location: Int],
    slots: [Register]
  ) {
    (self.recorder, self.layout, self.alternatives) = (recorder, layout, alternatives)
    (self.narrowed, self.slots) = (narrowed, slots)
  }

  /// Whether a step takes its other alternative.
  private mutating func takesAlternative() -> Bool {
    taken += 1
    return alternatives[taken - 1]
  }

  /// Takes a step; the number of the next, if that is not the one behind it.
  mutating func perform(_ step: MachineThread.Step) -> Int? {
    switch step.action {
    case .compute(let target, .first, let operand, _): set(target, register(operand), step)
    case .compute(let target, let operation, let left, let right):
      set(target, value(left).combined(with: value(right)) { operation($0, $1) }, step)
    case .select(let target, let condition, let left, let right, let ifSo, let ifNot):
      let truth = value(left).combined(with: value(right)) { condition($0, $1) ? 1 : 0 }
      recorder.reveal(truth)
      set(target, value(truth.number != 0 ? ifSo : ifNot).picked(by: truth), step)
    case .load(let instruction, let target, let address, let isExclusive):
      let place = self.address(address)
      guard let location = location(place, step) else { return nil }
      let value = recorder.read(location, by: instruction, address: place, isExclusive: isExclusive)
      if isExclusive, let read = value.origin { reservation = (location, read) }
      if step.bytes > layout.bytes(of: location) {
        recorder.reveal(value)
        let held = WordWidth(bits: 8 * layout.bytes(of: location), isSigned: true)
        if !layout.isAddress(value.number), value.number < 0 || !held.holds(value.number) {
          stop(.wideLoad, at: step, on: place)
        }
      }
      set(target, value, step)
    case .store(let instruction, let datum, let address):
      let place = self.address(address)
      if let location = location(place, step), let value = stored(datum, step, at: location) {
        recorder.write(location, value, by: instruction, address: place)
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
      if takesAlternative() {
        set(status, .constant(1), step)
      } else {
        guard let value = stored(datum, step, at: location) else { return nil }
        let write = recorder.write(
          location, value, by: instruction, address: place, completing: reserved.read)
        set(status, statusDepends ? TracedValue(number: 0, reads: .only(write)) : .constant(0), step)
      }
    case .update(let operation, let load, let store, let operand, let expected, let old, let address):
      let place = self.address(address)
      guard let location = location(place, step), let datum = stored(operand, step, at: location) else {
        return nil
      }
      let isWhole = step.bytes >= layout.bytes(of: location)
      guard isWhole || operation == .exchange || operation == .compareExchange else {
        stop(.narrowStore, at: step, on: place)
        return nil
      }
      let width = storedWidth(step, at: location)
      let wanted = expected.map { value($0).map { extended($0, width) } }
      var succeeds = false
      let found = recorder.exchange(
        location, by: load, store, address: place, expecting: wanted, returnsValue: old != nil,
        isOneInstruction: true
      ) { old in
        if let wanted, extended(old.number, width) != wanted.number { return nil }
        succeeds = true
        return operation.machine.map { machine in
          let compared = WordWidth(bits: width.bits, isSigned: operation.isSigned)
          return old.combined(with: datum) {
            extended(machine(extended($0, compared), extended($1, compared)), width)
          }
        } ?? datum
      }
      // Where a swap that succeeds leaves its register from is open: from memory, as one that fails has it, or as it was.
      // That the two are the same then decides about it, as about what CSEL leaves (kinds.txt of herdtools7's catalogue
      // for AArch64, the tests CAS-ok-MRs, -RsRs and -bothRs).
      if step.isResultUsed, let expected, takesAlternative() {
        if succeeds {
          set(old, value(expected).picked(by: found.combined(with: value(expected)) { $1 - $0 }), step)
        } else {
          recorder.block()
        }
      } else {
        set(old, found, step)
      }
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
    case .slot(let slot, let width): slots[slot].narrowed(to: width, by: extended)
    case .number(let number): Register(value: .constant(number))
    }
  }

  func value(_ operand: MachineThread.Operand) -> TracedValue {
    register(operand).filled(by: extended)
  }

  /// A word in memory has its sign; what a store changes the lower part of has zeros above it.
  private func storedWidth(_ step: MachineThread.Step, at location: Location) -> WordWidth {
    WordWidth(bits: 8 * step.bytes, isSigned: step.bytes >= layout.bytes(of: location))
  }

  /// What a store leaves at a location; nil, and a fault, if a narrower store could leave a part of it.
  private mutating func stored(
    _ operand: MachineThread.Operand, _ step: MachineThread.Step, at location: Location
  ) -> TracedValue? {
    let width = storedWidth(step, at: location)
    let value = value(operand).map { extended($0, width) }
    guard let bytes = narrowed[location] else { return value }
    recorder.reveal(value)
    let part = WordWidth(bits: 8 * bytes, isSigned: false)
    if part.holds(value.number), part.holds(layout.initial[location]) { return value }
    stop(.narrowStore, at: step, on: value)
    return nil
  }

  private func address(_ address: MachineThread.Address) -> TracedValue {
    value(address.base).combined(with: value(address.index)) {
      $0 &+ $1 &* address.scale &+ address.displacement
    }
  }

  /// The location of an address; a fault if it is none.
  private mutating func location(_ address: TracedValue, _ step: MachineThread.Step) -> Location? {
    guard let location = layout.location(at: address.number) else {
      stop(.noAddress, at: step, on: address)
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
    slots[slot] = register.narrowed(to: step.width, by: extended)
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
    case .maximum: .maximum
    case .minimum: .minimum
    case .unsignedMaximum: .unsignedMaximum
    case .unsignedMinimum: .unsignedMinimum
    }
  }

  /// Whether it reads its operands by their signs.
  fileprivate var isSigned: Bool { self != .unsignedMaximum && self != .unsignedMinimum }
}
