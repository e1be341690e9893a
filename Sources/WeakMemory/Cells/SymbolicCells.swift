import AIORing
import Cells

/// The checker's memory: a thread that runs on it is recorded. It is run again for each of the values that its loads may
/// return.
public enum Symbolic: CellMemory {
  /// A cell of a ``ConcurrentTest``, and what the index that led to it depends on.
  public struct Address: Sendable {
    let test: ConcurrentTest
    let location: Location
    var index: TracedValue?
  }

  /// The loads that a number depends on; nil: none.
  public struct Trace: Sendable {
    let value: TracedValue?
  }

  public static var untraced: Trace { Trace(value: nil) }

  public static func joined(_ one: Trace, _ other: Trace) -> Trace {
    guard let first = one.value, let second = other.value else {
      return Trace(value: (one.value ?? other.value)?.map { $0 })
    }
    return Trace(value: first.combined(with: second) { first, _ in first })
  }

  public static func decide(_ outcome: Bool, _ trace: Trace) -> Bool {
    guard let run = SymbolicRun.current else { return outcome }
    if run.recorder.isStopped { return run.coin() }
    guard let value = trace.value else { return outcome }
    return run.recorder.branch(on: value.map { _ in outcome ? 1 : 0 })
  }

  public static func reveal<T: CellNumber>(_ number: T, _ trace: Trace) -> T {
    if let value = trace.value { SymbolicRun.current?.recorder.reveal(value) }
    return number
  }

  public static func address<T: CellNumber>(
    of index: Int, in first: Address, count: Int, stride: Int, _ type: T.Type, _ trace: Trace,
    _ place: SourcePlace
  ) -> Address {
    var address = first
    address.index = trace.value
    guard index >= 0, index < count else {
      SymbolicRun.current?.fail(.indexOutOfRange(index, count: count), place)
      SymbolicRun.current?.recorder.finish()
      return address
    }
    return Address(test: first.test, location: first.location + index, index: trace.value)
  }

  public static func load<T: CellNumber>(_ address: Address, _ order: LoadOrder?, _ place: SourcePlace)
    -> CellValue<Symbolic, T>
  {
    guard let run = SymbolicRun.enter(address, place), case .load(let order) = run.site(.load(order), place)
    else { return 0 }
    return value(run.recorder.read(address.location, order?.asAccess, address: address.index))
  }

  public static func store<T: CellNumber>(
    _ value: CellValue<Symbolic, T>, _ address: Address, _ order: StoreOrder?, _ place: SourcePlace
  ) {
    guard let run = SymbolicRun.enter(address, place), case .store(let order) = run.site(.store(order), place)
    else { return }
    run.recorder.write(address.location, traced(value), order?.asAccess, address: address.index)
  }

  public static func modify<T: CellNumber>(
    _ address: Address, _ modification: Modification, _ operand: CellValue<Symbolic, T>,
    _ order: ExchangeOrder,
    _ place: SourcePlace
  ) -> CellValue<Symbolic, T> {
    guard let run = SymbolicRun.enter(address, place),
      case .update(let order) = run.site(.update(order), place)
    else { return 0 }
    let operand = traced(operand)
    let old = run.recorder.readModifyWrite(address.location, order.asUpdate, address: address.index) { old in
      if modification == .exchange { return operand }
      return old.combined(with: operand) { old, operand in
        Int64(
          truncatingIfNeeded: modification.result(
            of: T(truncatingIfNeeded: old), T(truncatingIfNeeded: operand)))
      }
    }
    return value(old)
  }

  public static func compareExchange<T: CellNumber>(
    _ address: Address, expected: CellValue<Symbolic, T>, desired: CellValue<Symbolic, T>, isWeak: Bool,
    success: ExchangeOrder, failure: LoadOrder, _ place: SourcePlace
  ) -> (exchanged: Bool, original: CellValue<Symbolic, T>) {
    guard let run = SymbolicRun.enter(address, place),
      case .update(let order) = run.site(.update(success), place),
      case .failure(let failure) = run.site(.failure(failure), place)
    else { return (SymbolicRun.current?.coin() ?? true, 0) }
    if isWeak, run.failsForNoReason() { return (false, expected) }
    let old = run.recorder.compareExchange(
      address.location, order.asUpdate, failure: failure.asAccess, expected: traced(expected),
      desired: traced(desired), address: address.index)
    let original: CellValue<Symbolic, T> = value(old)
    return (original == expected, original)
  }

  public static func fence(_ fence: CellFence, _ place: SourcePlace) {
    guard let run = SymbolicRun.enter(place), case .fence(let fence) = run.site(.fence(fence), place) else {
      return
    }
    if let fence { run.recorder.fence(fence.asFence) }
  }

  public static func spin(_ place: SourcePlace) { SymbolicRun.enter(place)?.wait(at: place) }

  private static func value<T: CellNumber>(_ traced: TracedValue) -> CellValue<Symbolic, T> {
    CellValue(T(truncatingIfNeeded: traced.number), Trace(value: traced))
  }

  /// The value as the recorder takes it.
  static func traced<T: CellNumber>(_ value: CellValue<Symbolic, T>) -> TracedValue {
    let number = Int64(truncatingIfNeeded: value.parts.number)
    guard let trace = value.parts.trace.value else { return .constant(number) }
    return trace.origin != nil && trace.number == number ? trace : trace.map { _ in number }
  }
}

/// One run of one thread on a recorder.
final class SymbolicRun {
  // SAFETY: the run of a thread stays on the thread of the operating system that set it, and ends before it is unset.
  private struct Unchecked: @unchecked Sendable { let run: SymbolicRun }
  @TaskLocal private static var local: Unchecked?

  let test: ConcurrentTest
  let thread: Int
  let recorder: ThreadRecorder
  let changes: [OrderSite: OrderSite.Order]
  /// Whether a thread that waits takes one more turn, so that it is seen whether that could end the wait.
  let findsDeadlocks: Bool
  /// Where it waits, and the number of events before the turn.
  private var wait: (place: TestPlace, events: Int)?
  private var failed = false
  private var coins: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var operationsAfterTheEnd = 0

  init(
    _ test: ConcurrentTest, thread: Int, recorder: ThreadRecorder, changes: [OrderSite: OrderSite.Order],
    findsDeadlocks: Bool
  ) {
    (self.test, self.thread, self.recorder, self.changes) = (test, thread, recorder, changes)
    self.findsDeadlocks = findsDeadlocks
  }

  static var current: SymbolicRun? { local?.run }

  func perform(_ body: () -> Void) { Self.$local.withValue(Unchecked(run: self), operation: body) }

  /// The run of the thread that performs an operation; nil if nothing is recorded any more.
  static func enter(_ place: SourcePlace) -> SymbolicRun? {
    guard let run = current else { return nil }
    run.checkTurn()
    guard !run.recorder.isStopped else {
      run.countOperationAfterTheEnd(place)
      return nil
    }
    return run
  }

  static func enter(_ address: Symbolic.Address, _ place: SourcePlace) -> SymbolicRun? {
    guard let current else {
      address.test.note(.outsideOfThread(TestPlace(place)))
      return nil
    }
    guard current.test === address.test else {
      current.test.note(.cellOfAnotherTest(TestPlace(place)))
      current.recorder.block()
      return nil
    }
    return enter(place)
  }

  /// What a comparison gives once nothing is recorded any more: either, so that every loop comes to its end.
  func coin() -> Bool {
    coins = coins &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return coins >> 63 != 0
  }

  /// A loop that does not look at what cells hold does not end. Its thread of the operating system is left behind.
  private func countOperationAfterTheEnd(_ place: SourcePlace) {
    operationsAfterTheEnd += 1
    if operationsAfterTheEnd > ConcurrentTest.mostOperationsAfterTheEnd {
      test.abandon(.neverEnds(TestPlace(place)))
    }
  }

  /// The thread's code has trapped.
  func leaveAfterTrap() -> Never {
    let place = recorder.place < 0 ? nil : test.state.withLock { $0.places[Int(recorder.place)] }
    test.abandon(.traps(thread: thread, place))
  }

  /// The order that stands at a line of the source, which a test may have changed.
  func site(_ order: OrderSite.Order, _ place: SourcePlace) -> OrderSite.Order {
    recorder.place = test.number(of: TestPlace(place))
    let site = OrderSite(place: recorder.place, order: order)
    test.note(site)
    return changes[site] ?? order
  }

  /// A turn of a loop has failed. The run is no execution, or, where deadlocks are looked for, goes on for one turn more.
  func wait(at place: SourcePlace) {
    let place = TestPlace(place)
    test.state.withLock { $0.hasWaits = true }
    guard findsDeadlocks else { return recorder.block() }
    guard let wait else {
      self.wait = (place, recorder.events.count)
      recorder.startRepeating()
      return
    }
    guard wait.place == place, recorder.repeats(from: wait.events) else {
      return recorder.discard(from: wait.events)
    }
    recorder.output(DeadlockReport.placeRegister, .constant(Int64(test.number(of: place))))
    recorder.outputTurn(from: wait.events)
    recorder.waitForEver()
    self.wait = nil
  }

  /// The thread's closure is over. If it has waited and gone on, another run has the same without the wait.
  func end() { if let wait { recorder.discard(from: wait.events) } }

  /// Gives the run up if the turn that it takes is not the one before it again.
  func checkTurn() {
    if let wait, !recorder.mayRepeat(from: wait.events) { recorder.discard(from: wait.events) }
  }

  /// Whether a weak exchange fails though it need not: as it may, once in each run for each, but not in every turn of a
  /// loop that waits.
  func failsForNoReason() -> Bool {
    if wait != nil { return false }
    guard let location = test.nextChoice(of: self) else { return false }
    return recorder.branch(on: recorder.read(location, .relaxed))
  }

  /// Notes the first thing that goes wrong in this thread.
  func fail(_ fault: ConcurrentTest.Fault, _ place: SourcePlace) {
    guard !failed, !recorder.isStopped else { return }
    failed = true
    recorder.output(ConcurrentTest.faultRegister, .constant(test.number(of: fault, at: TestPlace(place))))
  }

  /// The weak exchanges so far.
  var choices = 0
}

extension LoadOrder {
  var asAccess: AccessOrder {
    switch self {
    case .relaxed: .relaxed
    case .acquire: .acquire
    case .seqCst: .seqCst
    }
  }
}

extension StoreOrder {
  var asAccess: AccessOrder {
    switch self {
    case .relaxed: .relaxed
    case .release: .release
    case .seqCst: .seqCst
    }
  }
}

extension ExchangeOrder {
  var asUpdate: UpdateOrder {
    switch self {
    case .relaxed: .relaxed
    case .acquire: .acquire
    case .release: .release
    case .acquireRelease: .acquireRelease
    case .seqCst: .seqCst
    }
  }
}

extension CellFence {
  var asFence: Fence {
    switch self {
    case .compiler: .compiler
    case .acquire: .acquireFence
    case .release: .releaseFence
    case .seqCst: .seqCstFence
    case .rmb: .rmb
    case .wmb: .wmb
    case .mb: .mb
    }
  }
}
