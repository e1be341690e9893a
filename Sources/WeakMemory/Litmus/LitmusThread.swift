/// A thread of a litmus test with its names resolved: private variables to slots, functions to what they do,
/// places to addresses.
struct LitmusThread: Sendable {
  /// A statement.
  indirect enum Step: Sendable {
    case assign(slot: Int, Value)
    /// A plain store.
    case store(address: Value, Value, line: Int)
    case evaluate(Value)
    case branch(Value, then: [Step], else: [Step])
  }

  /// An expression.
  indirect enum Value: Sendable {
    case number(Int64)
    case slot(Int)
    case unary(LitmusTest.UnaryOperator, Value)
    case binary(LitmusTest.BinaryOperator, Value, Value, line: Int)
    /// A plain load.
    case load(address: Value, line: Int)
    /// A function of the kernel; the address of the word it acts on, if any, comes first.
    case perform(KernelPrimitive, [Value], line: Int)
    /// Barriers alone.
    case fences([Fence])

    /// Whether evaluating it touches memory.
    var accessesMemory: Bool {
      switch self {
      case .number, .slot: false
      case .unary(_, let operand): operand.accessesMemory
      case .binary(_, let left, let right, _): left.accessesMemory || right.accessesMemory
      case .load, .perform, .fences: true
      }
    }

    /// Whether it does nothing to memory but reads that order nothing.
    var onlyLoads: Bool {
      switch self {
      case .number, .slot: true
      case .unary(_, let operand): operand.onlyLoads
      case .binary(_, let left, let right, _): left.onlyLoads && right.onlyLoads
      case .load(let address, _): address.onlyLoads
      case .perform(.load(.relaxed, _), let operands, _): operands.allSatisfy(\.onlyLoads)
      case .perform, .fences: false
      }
    }
  }

  /// The private variables and parameters by slot.
  private(set) var slots: [String: Int] = [:]
  /// What each slot holds at first.
  private(set) var initial: [Int64] = []
  private(set) var body: [Step] = []

  /// Resolves a thread.
  init(
    _ thread: LitmusTest.Thread, number: Int, of test: LitmusTest, layout: LitmusLayout, locks: LitmusLocks,
    model: Model
  ) throws(LitmusError) {
    var resolver = Resolver(test: test, thread: thread, layout: layout, locks: locks, model: model)
    for parameter in thread.parameters {
      _ = resolver.slot(parameter.name, holding: layout.address(of: parameter.name) ?? 0)
    }
    for entry in test.initialState {
      guard case .register(number, let name) = entry.target, let value = entry.values.first else { continue }
      _ = resolver.slot(name, holding: layout.number(value))
    }
    // First the names that are assigned somewhere: any other is a parameter that was forgotten.
    resolver.declare(thread.body)
    body = try resolver.steps(thread.body)
    (slots, initial) = (resolver.slots, resolver.initial)
  }
}

/// Resolves the names of one thread.
private struct Resolver {
  let test: LitmusTest
  let thread: LitmusTest.Thread
  let layout: LitmusLayout
  let locks: LitmusLocks
  let model: Model
  var slots: [String: Int] = [:]
  var initial: [Int64] = []

  mutating func slot(_ name: String, holding value: Int64 = 0) -> Int {
    if let slot = slots[name] { return slot }
    slots[name] = initial.count
    initial.append(value)
    return initial.count - 1
  }

  mutating func declare(_ statements: [LitmusTest.Statement]) {
    for statement in statements {
      switch statement {
      case .declare(let name), .assign(let name, _, _): _ = slot(name)
      case .branch(_, let then, let otherwise, _):
        declare(then)
        declare(otherwise)
      case .store, .evaluate, .leave: break
      }
    }
  }

  mutating func steps(_ statements: [LitmusTest.Statement]) throws(LitmusError) -> [LitmusThread.Step] {
    var steps: [LitmusThread.Step] = []
    for statement in statements {
      if let step = try step(statement) { steps.append(step) }
    }
    return steps
  }

  /// What the statement does; nil if nothing.
  private mutating func step(_ statement: LitmusTest.Statement) throws(LitmusError) -> LitmusThread.Step? {
    switch statement {
    case .declare, .leave: return nil
    case .assign(let name, let expression, _):
      return .assign(slot: slot(name), try value(expression))
    case .store(let address, let expression, let line):
      let (place, datum) = (try value(address), try value(expression))
      try checkOrder([place, datum], line)
      try checkNoLock(address, line: line)
      return .store(address: place, datum, line: line)
    case .evaluate(let expression, _): return .evaluate(try value(expression))
    case .branch(let condition, let then, let otherwise, _):
      return .branch(try value(condition), then: try steps(then), else: try steps(otherwise))
    }
  }

  /// Refuses expressions that C and herd7 evaluate in no order, except reads of the kernel's model that order nothing:
  /// between two of them, of two variables, program order means nothing to that model either.
  private func checkOrder(_ values: [LitmusThread.Value], _ line: Int) throws(LitmusError) {
    let accesses = values.filter(\.accessesMemory)
    guard accesses.count > 1 else { return }
    guard accesses.allSatisfy(\.onlyLoads) else {
      throw .unsupported(
        "two accesses to memory in one expression, of which one is more than a plain or relaxed read: C and herd7 "
          + "leave them unordered", line: line)
    }
    guard model == .lkmm else {
      throw .unsupported(
        "two accesses to memory in one expression under \(model.rawValue): C leaves their order to the compiler",
        line: line)
    }
  }

  /// Refuses an access to a spinlock other than by the lock functions: to them it is not the word that it is to others.
  private func checkNoLock(_ address: LitmusTest.Expression, line: Int) throws(LitmusError) {
    guard let location = layout.location(of: address, in: thread), locks.locations.contains(location) else {
      return
    }
    throw .unsupported(
      "'\(layout.name(of: location))' is used both as a spinlock and as a variable", line: line)
  }

  private func value(_ expression: LitmusTest.Expression) throws(LitmusError) -> LitmusThread.Value {
    switch expression {
    case .number(let number): return .number(Int64(number))
    case .name(let name, let line):
      if let slot = slots[name] { return .slot(slot) }
      guard layout.address(of: name) == nil else {
        throw .unsupported("'\(name)' is a shared variable but no parameter of this thread", line: line)
      }
      // A register that nothing sets holds 0, as in herd7. Other names are more likely misspelt.
      if name.wholeMatch(of: /r[0-9]+/) != nil { return .number(0) }
      throw .syntax(
        LitmusNames.complaint("variable", name, among: slots.keys.filter { !$0.hasPrefix("?") }), line: line)
    case .unary(let op, let operand): return .unary(op, try value(operand))
    case .binary(let op, let left, let right):
      let (first, second) = (try value(left), try value(right))
      let line = expression.line
      if op == .and || op == .or, second.accessesMemory {
        throw .unsupported("an access to memory on the right of '\(op.rawValue)'", line: line)
      }
      try checkOrder([first, second], line)
      if op == .divide || op == .remainder {
        guard case .number(let divisor) = second, divisor != 0 else {
          throw .unsupported("division by anything but a number other than 0", line: line)
        }
      }
      return .binary(op, first, second, line: line)
    case .dereference(let address, let line):
      try checkNoLock(address, line: line)
      return .load(address: try value(address), line: line)
    case .call(let name, let arguments, let line): return try call(name, arguments, line: line)
    }
  }

  private func call(
    _ name: String, _ arguments: [LitmusTest.Expression], line: Int
  ) throws(LitmusError) -> LitmusThread.Value {
    if name == "atomic_thread_fence" { return try threadFence(arguments, line: line) }
    if let function = C11Atomic.named(name) { return try call(function, name, arguments, line: line) }
    guard let primitive = KernelPrimitive.named(name) else {
      throw .unsupported(KernelPrimitive.refusal(name), line: line)
    }
    if primitive.isRCU, !model.page.knowsRCU {
      throw .unsupported("\(name)() under \(model.rawValue): only lkmm gives RCU a meaning", line: line)
    }
    guard arguments.count == primitive.argumentCount else {
      throw .syntax(
        "\(name)() takes \(primitive.argumentCount) arguments, not \(arguments.count)", line: line)
    }
    var operands: [LitmusThread.Value] = []
    for (index, argument) in arguments.enumerated() {
      if index == primitive.wordArgument, primitive.operand == .place {
        guard case .dereference(let address, _) = argument else {
          throw .syntax("\(name)() acts on a place, as in \(name)(*x)", line: line)
        }
        operands.append(try value(address))
        try checkNoLock(address, line: line)
      } else {
        operands.append(try value(argument))
        if index == primitive.wordArgument, !primitive.actsOnLock { try checkNoLock(argument, line: line) }
      }
      if index == primitive.conditionalArgument, operands.last?.accessesMemory == true {
        throw .unsupported("an access to memory in what \(name)() writes only if it succeeds", line: line)
      }
    }
    try checkOrder(operands, line)
    // The word's address first, whichever argument names it.
    if operands.count == 2, primitive.wordArgument == 1 { operands.swapAt(0, 1) }
    return .perform(primitive, operands, line: line)
  }

  private func call(
    _ function: C11Atomic, _ name: String, _ arguments: [LitmusTest.Expression], line: Int
  ) throws(LitmusError) -> LitmusThread.Value {
    let count = function.operandCount + function.orderCount
    guard arguments.count == count else {
      throw .syntax("\(name)() takes \(count) arguments, not \(arguments.count)", line: line)
    }
    var orders: [UpdateOrder] = []
    for argument in arguments.dropFirst(function.operandCount) {
      orders.append(try order(argument, of: name, line: line))
    }
    let primitive = function.primitive(orders.first ?? .seqCst)
    switch (primitive, orders.first ?? .seqCst) {
    case (.load, .release), (.load, .acquireRelease), (.store, .acquire), (.store, .acquireRelease):
      throw .syntax("C11 gives \(name)() no such memory order", line: line)
    case (.compareExchangeStrong, _) where orders.last != .relaxed:
      throw .unsupported("\(name)() that orders anything when it fails", line: line)
    default: break
    }
    var operands: [LitmusThread.Value] = []
    for (index, argument) in arguments.prefix(function.operandCount).enumerated() {
      operands.append(try value(argument))
      if index == primitive.conditionalArgument, operands.last?.accessesMemory == true {
        throw .unsupported("an access to memory in what \(name)() writes only if it succeeds", line: line)
      }
    }
    try checkOrder(operands, line)
    return .perform(primitive, operands, line: line)
  }

  private func threadFence(
    _ arguments: [LitmusTest.Expression], line: Int
  ) throws(LitmusError) -> LitmusThread.Value {
    guard arguments.count == 1 else {
      throw .syntax("atomic_thread_fence() takes 1 argument, not \(arguments.count)", line: line)
    }
    let fences = KernelPrimitive.threadFences(
      try order(arguments[0], of: "atomic_thread_fence", line: line))
    return .fences(fences)
  }

  private func order(
    _ argument: LitmusTest.Expression, of function: String, line: Int
  ) throws(LitmusError) -> UpdateOrder {
    guard case .name(let name, _) = argument, let order = C11Atomic.order(named: name) else {
      throw .syntax("\(function)() takes a memory order, as in memory_order_acquire", line: line)
    }
    return order
  }
}

extension LitmusTest.Expression {
  /// The line of the first thing in it that has one.
  fileprivate var line: Int {
    switch self {
    case .number: 0
    case .name(_, let line), .dereference(_, let line), .call(_, _, let line): line
    case .unary(_, let operand): operand.line
    case .binary(_, let left, let right): left.line == 0 ? right.line : left.line
    }
  }
}
