import Cells
import Dispatch
import Synchronization

/// A small program of several threads over cells, of which the checker looks at every execution that a memory model
/// allows.
///
/// ```swift
/// let test = ConcurrentTest()
/// let (value, ready) = (test.cell(0), test.cell(0))
/// test.thread { value.write(42); ready.store(1, .release) }
/// test.thread { if ready.load(.acquire) == 1 { test.check(value.read() == 42) } }
/// try test.requireCorrect()
/// ```
///
/// A thread is run many times, once for each way its loads may go: it must do the same whenever they return the same, so
/// that whatever it changes must be its own or in cells.
public final class ConcurrentTest: Sendable {
  /// A cell of the test that holds an `Int`.
  public typealias IntCell = Cell<Symbolic, Int>

  /// Something that a thread finds wrong.
  enum Fault: Hashable, Sendable {
    case check(String)
    case indexOutOfRange(Int, count: Int)
  }

  struct State {
    var names: [String] = []
    var initial: [Int64] = []
    var threads: [@Sendable (SymbolicRun) -> Void] = []
    var places: [TestPlace] = []
    var placeNumbers: [TestPlace: Int32] = [:]
    var sites: Set<OrderSite> = []
    var faults: [(fault: Fault, place: TestPlace)] = []
    var error: ConcurrentTestError?
    /// The line of the last access that any thread made.
    var latestPlace: Int32?
    /// Where a thread was when it had more events than an execution can.
    var longest: TestPlace?
    /// The weak exchanges of the thread that has most of them, and how many of each thread may fail for no reason.
    var choices = 0
    var choiceLimit = 0
    /// Whether a thread waits anywhere.
    var hasWaits = false
    /// Told how far a long search is.
    var progress: (@Sendable (Int) -> Void)?
  }

  let state = Mutex(State())
  /// Told when a thread of the operating system is left behind.
  private let ended = Mutex(DispatchSemaphore?.none)

  /// The number under which a thread gives out the first fault it finds; what it returns has 0 and so on.
  static let faultRegister = -1
  static let mostCells = 64
  static let mostThreads = 16
  static let mostOperationsAfterTheEnd = 1_000_000

  public init() {}

  // MARK: What a test is made of

  /// A new cell.
  public func cell<T: CellNumber>(_ initial: T, _ name: String? = nil) -> Cell<Symbolic, T> {
    cells(count: 1, initial, name)[0]
  }

  /// New cells, side by side, that all hold the same.
  public func cells<T: CellNumber>(count: Int, _ initial: T, _ name: String? = nil) -> CellArray<Symbolic, T>
  {
    cells(Array(repeating: initial, count: count), name)
  }

  /// New cells, side by side.
  public func cells<T: CellNumber>(_ initial: [T], _ name: String? = nil) -> CellArray<Symbolic, T> {
    let first = state.withLock { state in
      let first = state.initial.count
      let own = name ?? "cell\(first)"
      for (index, number) in initial.enumerated() {
        state.names.append(initial.count == 1 ? own : "\(own)[\(index)]")
        state.initial.append(Int64(truncatingIfNeeded: number))
      }
      return first
    }
    return CellArray(at: Symbolic.Address(test: self, location: first), count: initial.count, stride: 1)
  }

  /// What stands for the value that a thread returns.
  public struct Result<T: CellNumber>: Sendable {
    let thread: Int
    let register: Int
  }

  /// Adds a thread.
  public func thread(_ body: @escaping @Sendable () -> Void) {
    _ = add { _ in body() }
  }

  /// Adds a thread that returns a value, which conditions can ask for.
  public func thread<T: CellNumber>(_ body: @escaping @Sendable () -> CellValue<Symbolic, T>) -> Result<T> {
    let number = add { run in run.recorder.output(0, Symbolic.traced(body())) }
    return Result(thread: number, register: 0)
  }

  /// Adds a thread that returns two values.
  public func thread<T: CellNumber, U: CellNumber>(
    _ body: @escaping @Sendable () -> (CellValue<Symbolic, T>, CellValue<Symbolic, U>)
  ) -> (Result<T>, Result<U>) {
    let number = add { run in
      let (first, second) = body()
      run.recorder.output(0, Symbolic.traced(first))
      run.recorder.output(1, Symbolic.traced(second))
    }
    return (Result(thread: number, register: 0), Result(thread: number, register: 1))
  }

  private func add(_ body: @escaping @Sendable (SymbolicRun) -> Void) -> Int {
    state.withLock { state in
      state.threads.append(body)
      return state.threads.count - 1
    }
  }

  /// Inside a thread: what must hold there. An execution in which it does not is one that ``requireCorrect(under:bounds:never:)``
  /// reports.
  public func check(
    _ condition: Bool, _ message: String = "the check fails", fileID: StaticString = #fileID,
    line: UInt = #line
  ) {
    if !condition { SymbolicRun.current?.fail(.check(message), SourcePlace(fileID: fileID, line: line)) }
  }

  /// Inside a thread: it would go on, but is not looked at beyond here. No verdict says `forbidden` of what may lie beyond.
  public func stopLooking() { SymbolicRun.current?.recorder.truncate() }

  /// Has a long search report how many partial executions it has looked at, every few seconds or so.
  ///
  /// - Parameter report: Called on whichever thread searches at that moment.
  public func onProgress(_ report: @escaping @Sendable (Int) -> Void) {
    state.withLock { $0.progress = report }
  }

  // MARK: What an execution leaves behind

  /// What the threads returned, and what the cells hold in the end.
  public struct Outcome {
    let state: FinalState

    /// What a thread returned; nil if it ended before.
    public subscript<T>(result: Result<T>) -> T? {
      state.register(thread: result.thread, result.register).map { T(truncatingIfNeeded: $0) }
    }

    /// What a cell holds in the end.
    public subscript<T>(cell: Cell<Symbolic, T>) -> T {
      T(truncatingIfNeeded: state.memory(cell.address.location))
    }
  }

  // MARK: Bookkeeping of runs

  /// Keeps the first mistake.
  func note(_ error: ConcurrentTestError) { state.withLock { $0.error = $0.error ?? error } }

  func note(_ site: OrderSite) {
    state.withLock { state in
      state.latestPlace = site.place
      state.sites.insert(site)
    }
  }

  /// The number of a line.
  func number(of place: TestPlace) -> Int32 {
    state.withLock { state in
      if let number = state.placeNumbers[place] { return number }
      let number = Int32(state.places.count)
      state.places.append(place)
      state.placeNumbers[place] = number
      return number
    }
  }

  func number(of fault: Fault, at place: TestPlace) -> Int64 {
    state.withLock { state in
      if let number = state.faults.firstIndex(where: { $0.fault == fault && $0.place == place }) {
        return Int64(number)
      }
      state.faults.append((fault, place))
      return Int64(state.faults.count - 1)
    }
  }

  /// A location by which a weak exchange decides whether it fails for no reason.
  func nextChoice(of run: SymbolicRun) -> Location? {
    let ordinal = run.choices
    run.choices += 1
    return state.withLock { state in
      guard run.thread < state.threads.count else { return nil }
      state.choices = max(state.choices, run.choices)
      guard ordinal < state.choiceLimit else { return nil }
      return state.initial.count + run.thread * state.choiceLimit + ordinal
    }
  }

  /// The most weak exchanges of a thread that may fail for no reason. Beyond, no verdict says `forbidden`.
  static let mostChoices = 6

  /// Leaves the thread of the operating system that is running where it is, for ever.
  func abandon(_ error: ConcurrentTestError) -> Never {
    note(error)
    ended.withLock { _ = $0?.signal() }
    let never = DispatchSemaphore(value: 0)
    while true { never.wait() }
  }

  /// Runs `body` on a thread of its own, which may be abandoned: then nil.
  func onOwnThread<R: Sendable>(
    within limit: Duration?, _ body: @escaping @Sendable () -> R
  ) -> R? {
    let semaphore = DispatchSemaphore(value: 0)
    let box = SharedBox<R>()
    ended.withLock { $0 = semaphore }
    DispatchQueue.global().async {
      let value = Traps.catching(body)
      box.value.withLock { $0 = value }
      semaphore.signal()
    }
    if let limit {
      let seconds = Double(limit.components.seconds) + Double(limit.components.attoseconds) / 1e18
      // A search stops by itself at its limit; what does not, hangs in a thread of the test.
      if semaphore.wait(timeout: .now() + seconds + max(2, seconds / 2)) == .timedOut {
        let place = state.withLock { state in state.latestPlace.map { state.places[Int($0)] } }
        note(.neverEnds(place))
      }
    } else {
      semaphore.wait()
    }
    return box.value.withLock { $0 }
  }
}

/// A mutex that two threads keep alive.
private final class SharedBox<R: Sendable>: Sendable {
  let value = Mutex(R?.none)
}
