/// Runs a thread of a litmus test on the recorder.
struct LitmusInterpreter: ThreadProgram {
  let thread: LitmusThread
  let layout: LitmusLayout
  let locks: LitmusLocks
  /// The private variables whose final values are asked for; each is given out under its own number.
  let observed: [Int]
  /// The number under which the fault of a statement that has no meaning is given out; 0 if there was none.
  let faultOutput: Int

  func run(on recorder: ThreadRecorder) {
    var run = Run(
      recorder: recorder, layout: layout, locks: locks, slots: thread.initial.map { TracedValue.constant($0) }
    )
    run.perform(thread.body)
    for slot in observed { recorder.output(slot, run.slots[slot]) }
    recorder.output(faultOutput, .constant(run.fault?.number ?? 0))
  }
}

/// One run of a thread.
private struct Run {
  let recorder: ThreadRecorder
  let layout: LitmusLayout
  let locks: LitmusLocks
  var slots: [TracedValue]
  /// Where the thread stopped because what it would do has no meaning.
  var fault: LitmusFault?
  /// The locations that were accessed, in order.
  var accessed: [Location] = []
  /// All that the condition of a branch looks at, as far as it is evaluated.
  var consulted = TracedValue.constant(0)

  mutating func perform(_ steps: [LitmusThread.Step]) {
    for step in steps where fault == nil {
      switch step {
      case .assign(let slot, let value):
        slots[slot] = recorder.assigned(evaluate(value))
      case .evaluate(let value): _ = evaluate(value)
      case .store(let address, let value, let line):
        let (place, datum) = unordered(address, value, line)
        if let location = location(place, line) { recorder.write(location, datum, .plain, address: place) }
      case .branch(let condition, let then, let otherwise):
        consulted = .constant(0)
        let truth = evaluate(condition)
        guard fault == nil else { return }
        let scope = recorder.branchScope(on: truth, consulting: consulted)
        perform(scope.isTaken ? then : otherwise)
        recorder.leave(scope)
      }
    }
  }

  /// The location of an address; a fault if it is none.
  private mutating func location(
    _ address: TracedValue, _ line: Int, isLock: Bool = false
  ) -> Location? {
    guard fault == nil else { return nil }
    guard let location = layout.location(at: address.number) else {
      stop(.noAddress, line, on: address)
      return nil
    }
    guard locks.locations.contains(location) == isLock else {
      stop(isLock ? .variableAsLock : .lockAsVariable, line, on: address)
      return nil
    }
    accessed.append(location)
    return location
  }

  /// The thread stops: what it would do hangs on that value.
  private mutating func stop(_ kind: LitmusFault.Kind, _ line: Int, on value: TracedValue) {
    fault = LitmusFault(kind, line: line)
    _ = recorder.branch(on: value)
  }

  /// Two expressions that C and herd7 evaluate in no order.
  private mutating func unordered(
    _ first: LitmusThread.Value, _ second: LitmusThread.Value, _ line: Int
  ) -> (TracedValue, TracedValue) {
    var consulted = consulted
    let values = unordered([first, second], line, consultedUpToLast: &consulted)
    return (values[0], values[1])
  }

  /// Expressions that C and herd7 evaluate in no order: a fault if two of them access the same location, where the
  /// order would matter.
  private mutating func unordered(
    _ values: [LitmusThread.Value], _ line: Int, consultedUpToLast: inout TracedValue
  ) -> [TracedValue] {
    var results: [TracedValue] = []
    var others: Set<Location> = []
    for value in values {
      let start = accessed.count
      consultedUpToLast = consulted
      results.append(evaluate(value))
      guard fault == nil else { continue }
      let own = accessed[start...]
      if own.contains(where: others.contains) {
        stop(.unorderedSameLocation, line, on: results.reduce(.constant(0)) { $0.alsoDepending(on: $1) })
      }
      others.formUnion(own)
    }
    return results
  }

  private mutating func evaluate(_ value: LitmusThread.Value) -> TracedValue {
    switch value {
    case .number(let number): return .constant(number)
    case .slot(let slot): return consult(slots[slot])
    case .unary(let op, let operand):
      return evaluate(operand).map { op($0) }
    case .binary(let op, let left, let right, let line):
      let (first, second) = unordered(left, right, line)
      return first.combined(with: second) { op($0, $1) }
    case .load(let address, let line):
      let place = evaluate(address)
      guard let location = location(place, line) else { return .constant(0) }
      return consult(recorder.read(location, .plain, address: place))
    case .perform(let primitive, let operands, let line):
      return consult(perform(primitive, operands, line))
    case .fences(let fences):
      if fault == nil { for fence in fences { recorder.fence(fence) } }
      return .constant(0)
    }
  }

  private mutating func consult(_ value: TracedValue) -> TracedValue {
    consulted = consulted.alsoDepending(on: value)
    return value
  }

  private mutating func perform(
    _ primitive: KernelPrimitive, _ values: [LitmusThread.Value], _ line: Int
  ) -> TracedValue {
    var consultedUpToLast = consulted
    let operands = unordered(values, line, consultedUpToLast: &consultedUpToLast)
    if case .fence(let fence) = primitive {
      if fault == nil { recorder.fence(fence) }
      return .constant(0)
    }
    guard let address = operands.first, let word = location(address, line, isLock: primitive.actsOnLock)
    else { return .constant(0) }
    switch primitive {
    case .fence: break
    case .load(let order, _): return recorder.read(word, order, address: address)
    case .store(let order, _): recorder.write(word, operands[1], order, address: address)
    case .storeThenBarrier:
      recorder.write(word, operands[1], .relaxed, address: address)
      recorder.fence(.mb)
    case .exchange(let order):
      return recorder.readModifyWrite(word, order, address: address) { _ in operands[1] }
    case .compareExchange(let order):
      var succeeds = false
      let old = recorder.readModifyWrite(word, order, address: address, expecting: operands[1]) {
        succeeds = recorder.decide($0.number == operands[1].number)
        return succeeds ? operands[2] : nil
      }
      // Without success nothing looks at what would be written.
      if !succeeds { consulted = consultedUpToLast }
      return old
    case .compareExchangeStrong(let order):
      guard let place = location(operands[1], line) else { return .constant(0) }
      let expected = recorder.read(place, .plain, address: operands[1])
      let old = recorder.readModifyWrite(word, order, address: address, expecting: expected) { old in
        recorder.decide(old.number == expected.number) ? operands[2] : nil
      }
      guard fault == nil else { return .constant(0) }
      let differs = old.combined(with: expected) { $0 == $1 ? 0 : 1 }
      let scope = recorder.branchScope(on: differs, consulting: differs)
      if scope.isTaken { recorder.write(place, old, .plain, address: operands[1]) }
      recorder.leave(scope)
      return old.combined(with: expected) { $0 == $1 ? 1 : 0 }
    case .modify(let operation, let order, let result):
      let operand = operands.count > 1 ? operands[1] : .constant(1)
      let old = recorder.readModifyWrite(
        word, order, address: address, returnsValue: result != .nothing
      ) { $0.combined(with: operand) { operation($0, $1) } }
      let new = old.combined(with: operand) { operation($0, $1) }
      return switch result {
      case .nothing: .constant(0)
      // herd7 lets what a fetch returns depend on its argument too, as what a return returns does.
      case .old: old.alsoDepending(on: operand)
      case .new: new
      case .newIsZero: new.map { $0 == 0 ? 1 : 0 }
      case .newIsNegative: new.map { $0 < 0 ? 1 : 0 }
      }
    case .addUnless:
      let (addend, unless) = (operands[1], operands[2])
      return recorder.readModifyWrite(word, .full, address: address, expecting: unless) { old in
        recorder.decide(old.number != unless.number) ? old.combined(with: addend) { $0 &+ $1 } : nil
      }.combined(with: unless) { $0 == $1 ? 0 : 1 }
    case .lock: recorder.lock(word, address: address)
    case .unlock: recorder.unlock(word, address: address)
    case .tryLock: return recorder.tryLock(word, address: address)
    case .isLocked: return recorder.read(word, .relaxed, address: address)
    case .srcuReadLock: return recorder.srcuReadLock(word)
    case .srcuReadUnlock: recorder.srcuReadUnlock(word, operands[1])
    case .synchronizeSRCU: recorder.synchronizeSRCU(word)
    }
    return .constant(0)
  }
}

extension LitmusTest.UnaryOperator {
  fileprivate func callAsFunction(_ operand: Int64) -> Int64 {
    switch self {
    case .negate: 0 &- operand
    case .not: operand == 0 ? 1 : 0
    case .complement: ~operand
    }
  }
}

extension LitmusTest.BinaryOperator {
  fileprivate func callAsFunction(_ left: Int64, _ right: Int64) -> Int64 {
    func truth(_ condition: Bool) -> Int64 { condition ? 1 : 0 }
    return switch self {
    case .multiply: left &* right
    // Overflow only: a divisor of 0 has been refused.
    case .divide: left.dividedReportingOverflow(by: right).partialValue
    case .remainder: left.remainderReportingOverflow(dividingBy: right).partialValue
    case .add: left &+ right
    case .subtract: left &- right
    case .shiftLeft: left << right
    case .shiftRight: left >> right
    case .less: truth(left < right)
    case .lessOrEqual: truth(left <= right)
    case .greater: truth(left > right)
    case .greaterOrEqual: truth(left >= right)
    case .equal: truth(left == right)
    case .notEqual: truth(left != right)
    case .bitAnd: left & right
    case .bitXor: left ^ right
    case .bitOr: left | right
    case .and: truth(left != 0 && right != 0)
    case .or: truth(left != 0 || right != 0)
    }
  }
}
