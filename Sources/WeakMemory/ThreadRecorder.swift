import AIORing

/// Records what one thread does and decides what its reads return.
///
/// The first reads return the values of a script, later ones the initial values of their locations.
public final class ThreadRecorder {
  /// How a run ended.
  enum End: Sendable {
    case finished
    /// It waited for something that never came: such a run is not an execution.
    case blocked
    /// It takes the same turn of a loop again and again.
    case waiting
    /// More events than a set can hold.
    case overflowed
    /// It was cut short at a bound of the program's own: what it would do beyond is not known.
    case truncated
  }

  /// A register or other result that a predicate can ask for.
  struct Output: Sendable {
    enum Source: Sendable, Equatable {
      case number(Int64)
      /// Whatever the read with this number in the thread returned.
      case read(Int)
    }
    var register: Int
    var source: Source
    /// The number of events that the thread had recorded when it gave the result.
    var eventCount: Int
  }

  private let script: [Int64]
  private let initial: [Int64]
  private let lowering: Lowering
  /// Which way each branch goes, whatever its condition's value, and not taken beyond those; nil: as the value says.
  private let forcedBranches: [Bool]?
  private(set) var events: [ThreadEvent] = []
  private(set) var outputs: [Output] = []
  /// What each read returned, in order, and where it stands in `events`.
  private(set) var readValues: [Int64] = []
  private(set) var readPositions: [Int] = []
  private(set) var end = End.finished
  private var control: ThreadEventSet = .none
  /// Those of `control` that reach a later branch through a local variable assigned here.
  private var carriedControl: ThreadEventSet = .none
  /// Reads whose value decided an address, a datum, a branch or a computed output.
  private(set) var usedReads: ThreadEventSet = .none
  /// Branches and conditional updates so far.
  private(set) var branchCount = 0
  /// Something that the program does may hang on a read without a dependency that the kernel's model keeps in order:
  /// what a local variable holds behind a branch, a plain write under one, an update that compares.
  private(set) var hasWeakControl = false
  /// Nothing is recorded any more.
  private(set) var isStopped = false
  private var isRepeating = false
  /// The first of the events that no execution has; nil: there may be one with all of them.
  private(set) var discardedFrom: Int?
  /// The line of source code that the events to come are from.
  var place: Int32 = -1

  init(script: [Int64], initial: [Int64], lowering: Lowering, forcedBranches: [Bool]? = nil) {
    (self.script, self.initial, self.lowering) = (script, initial, lowering)
    self.forcedBranches = forcedBranches
  }

  // MARK: What a thread can do

  /// Reads a location. `address` is what the location was computed from, if it was.
  public func read(_ location: Location, _ order: AccessOrder?, address: TracedValue? = nil) -> TracedValue {
    guard canAccess(location) else { return .constant(0) }
    var event = ThreadEvent(action: .read)
    event.location = location
    event.order = order
    event.address = use(address)
    switch lowering {
    case .kernel: event.order = order == .seqCst ? .acquire : order
    case .c11: break
    case .instructions(let mapping, let volatileAccesses):
      let isVolatile = volatileAccesses && order == .relaxed
      let instructions = mapping.load(isVolatile ? .acquire : order ?? .relaxed)
      if let before = instructions.before { append(before) }
      event.instruction = instructions.access
      let value = appendRead(event)
      if let after = instructions.after { append(after) }
      return value
    }
    return appendRead(event)
  }

  /// Writes a location.
  public func write(
    _ location: Location, _ value: TracedValue, _ order: AccessOrder?, address: TracedValue? = nil
  ) {
    write(location, value, order, address: address, lock: .none)
  }

  /// Reads a location and, if `update` gives a value, writes that in the same atomic step; returns what was read.
  /// `expecting` is what a conditional exchange compares with: whether it writes depends on that too. Give it
  /// whenever `update` may give nil.
  /// `returnsValue` is false for the kernel's atomics that return nothing.
  public func readModifyWrite(
    _ location: Location, _ order: UpdateOrder, address: TracedValue? = nil, expecting: TracedValue? = nil,
    returnsValue: Bool = true, _ update: (TracedValue) -> TracedValue?
  ) -> TracedValue {
    atomic(
      location, order, address: address, expecting: expecting, returnsValue: returnsValue, locks: false,
      update
    )
  }

  /// A barrier.
  public func fence(_ fence: Fence) {
    guard !isStopped else { return }
    switch lowering {
    case .kernel: append(fence.asKernel)
    case .c11: if let fence = fence.asC11 { append(fence) }
    case .instructions(let mapping, _):
      if let instruction = fence.instruction(mapping) { append(instruction) }
    }
  }

  /// Whether a value is nonzero; everything that the thread does from here on has a control dependency on it.
  public func branch(on value: TracedValue) -> Bool {
    guard !isStopped else { return false }
    usedReads |= value.reads
    control |= value.reads | value.control
    return value.number != 0
  }

  /// The extent of a branch in source code.
  public struct BranchScope {
    /// Whether the value was other than zero.
    public let isTaken: Bool
    fileprivate let outer, outerCarried: ThreadEventSet
  }

  /// Branches as ``branch(on:)`` does, over statements that ``leave(_:)`` ends. `consulted` is made of all that the
  /// condition looks at: what a cmpxchg() in it compares and writes too.
  public func branchScope(on value: TracedValue, consulting consulted: TracedValue) -> BranchScope {
    let scope = (control, carriedControl)
    guard !isStopped else { return BranchScope(isTaken: false, outer: scope.0, outerCarried: scope.1) }
    // What an address in the condition was computed from decides the branch too.
    var deciding = consulted.reads | consulted.control
    consulted.direct.forEachMember { deciding |= events[$0].address }
    control |= deciding
    // A read inside the condition does not reach beyond the statements of the branch (herd7's reading of C).
    carriedControl |= deciding & ~consulted.direct
    if !deciding.isEmpty { hasWeakControl = true }
    let isTaken = decide(value.number != 0)
    if forcedBranches == nil { usedReads |= value.reads }
    return BranchScope(isTaken: isTaken, outer: scope.0, outerCarried: scope.1)
  }

  /// What a local variable holds once this value is assigned to it.
  public func assigned(_ value: TracedValue) -> TracedValue {
    TracedValue(
      number: value.number, reads: value.reads, control: value.control | carriedControl, origin: value.origin)
  }

  /// The outcome of a condition, unless this run goes ways laid down beforehand.
  func decide(_ outcome: Bool) -> Bool {
    defer { branchCount += 1 }
    guard let forcedBranches else { return outcome }
    return branchCount < forcedBranches.count && forcedBranches[branchCount]
  }

  /// The branch's statements are over. On a machine all that follows still hangs on the branch; in the kernel's model
  /// only the statements under the `if` do (tools/memory-model/Documentation/litmus-tests.txt, limitations), since
  /// the compiler may move what both ways have in common.
  public func leave(_ scope: BranchScope) {
    if case .kernel = lowering { (control, carriedControl) = (scope.outer, scope.outerCarried) }
  }

  /// The thread waits for something that never comes in this run, which is therefore not an execution.
  public func block() {
    guard !isStopped else { return }
    end = .blocked
    isStopped = true
  }

  /// From here on the thread does again what it has just done, so that each read returns what the thread found or left
  /// there before.
  func startRepeating() { isRepeating = true }

  /// What the thread found or left at a location the last time before an event; the initial value if it was not there.
  func lastValue(at location: Location, before position: Int) -> Int64 {
    guard
      let last = events[..<position].lastIndex(where: { $0.action != .fence && $0.location == location })
    else { return initial[location] }
    return readPositions.firstIndex(of: last).map { readValues[$0] } ?? events[last].number
  }

  /// No execution goes on from an event on as this run did, whatever other threads write.
  func discard(from first: Int) {
    guard !isStopped else { return }
    discardedFrom = first
    block()
  }

  /// The thread would go on beyond what is looked at.
  func truncate() {
    guard !isStopped else { return }
    end = .truncated
    isStopped = true
  }

  /// The thread takes its last turn again and again from here on.
  func waitForEver() {
    guard !isStopped else { return }
    end = .waiting
    isStopped = true
  }

  /// The thread ends here.
  func finish() { isStopped = true }

  /// Notes that what the thread does may depend on a value, without keeping anything in order.
  func reveal(_ value: TracedValue) { usedReads |= value.reads }

  /// Writes `desired` if the location holds `expected`, in one atomic step; returns what was read. With `failure` other
  /// than relaxed the read of one that fails is ordered like a load's.
  func compareExchange(
    _ location: Location, _ success: UpdateOrder, failure: AccessOrder, expected: TracedValue,
    desired: TracedValue, address: TracedValue?
  ) -> TracedValue {
    let position = events.count
    var succeeds = false
    let old = atomic(
      location, success, address: address, expecting: expected, returnsValue: true, locks: false
    ) { old in
      succeeds = old.number == expected.number
      return succeeds ? desired : nil
    }
    guard failure != .relaxed, position < events.count, !isStopped else { return old }
    events[position].isOrderedByOutcome = true
    if !succeeds { orderFailure(of: position, failure) }
    return old
  }

  private func orderFailure(of read: Int, _ order: AccessOrder) {
    switch lowering {
    case .kernel, .c11:
      events[read].opensAtomic = false
      events[read].order = order
    case .instructions(let mapping, _):
      let instructions = mapping.atomic(order)
      events[read].instruction = instructions.load
      if let before = instructions.before {
        var fence = ThreadEvent.barrier(before)
        fence.precedesAtomic = true
        append(fence)
      }
      if let after = instructions.after { append(after) }
    }
  }

  /// Gives a result under a register number chosen by the caller; a later result under the same number
  /// replaces it.
  public func output(_ register: Int, _ value: TracedValue) {
    guard !isStopped else { return }
    let source: Output.Source
    if let origin = value.origin {
      source = .read(origin)
    } else {
      if forcedBranches == nil { usedReads |= value.reads }
      source = .number(value.number)
    }
    outputs.append(Output(register: register, source: source, eventCount: events.count))
  }

  /// The kernel's spin_lock(): waits until the lock is free (0) and takes it (1).
  public func lock(_ location: Location, address: TracedValue? = nil) {
    let old = atomic(
      location, .acquire, address: address, expecting: nil, returnsValue: true, locks: true
    ) { old in old.number == 0 ? TracedValue.constant(1) : nil }
    guard !isStopped else { return }
    usedReads |= old.reads
    if old.number != 0 { block() }
  }

  /// The kernel's spin_trylock(): 1 if it got the lock, else 0.
  public func tryLock(_ location: Location, address: TracedValue? = nil) -> TracedValue {
    let old = atomic(
      location, .acquire, address: address, expecting: nil, returnsValue: true, locks: true
    ) { old in old.number == 0 ? TracedValue.constant(1) : nil }
    return old.map { $0 == 0 ? 1 : 0 }
  }

  /// The kernel's spin_unlock().
  public func unlock(_ location: Location, address: TracedValue? = nil) {
    write(location, .constant(0), .release, address: address, lock: .unlock)
  }

  /// The kernel's srcu_read_lock(): the index that srcu_read_unlock() takes, read from the domain.
  public func srcuReadLock(_ domain: Location) -> TracedValue {
    guard canAccess(domain) else { return .constant(0) }
    var event = ThreadEvent(action: .read)
    event.location = domain
    event.lock = .srcuReadLock
    return appendRead(event)
  }

  /// The kernel's srcu_read_unlock(): ends the section of the lock that its index comes from.
  public func srcuReadUnlock(_ domain: Location, _ index: TracedValue) {
    write(domain, index, .relaxed, address: nil, lock: .srcuReadUnlock)
  }

  /// The kernel's synchronize_srcu(): waits for the domain's read-side sections.
  public func synchronizeSRCU(_ domain: Location) {
    guard canAccess(domain) else { return }
    var event = ThreadEvent.barrier(.synchronizeSRCU)
    event.location = domain
    append(event)
  }

  // MARK: What machine code does

  /// Reads a location by an instruction. A load-exclusive's read may be one half of an update, if the
  /// store-exclusive after it succeeds.
  public func read(
    _ location: Location, by instruction: Instruction, address: TracedValue? = nil, isExclusive: Bool = false
  ) -> TracedValue {
    guard canAccess(location) else { return .constant(0) }
    var event = ThreadEvent(action: .read)
    event.location = location
    event.instruction = instruction
    event.address = useAddress(address)
    event.pick = address?.control ?? .none
    event.isExclusive = isExclusive
    return appendRead(event)
  }

  /// Writes a number to a location by an instruction.
  public func write(_ location: Location, _ number: Int64, by instruction: Instruction) {
    write(location, .constant(number), by: instruction)
  }

  /// Writes a location by an instruction; returns the write's number in the thread. A store-exclusive names the read
  /// of its load-exclusive.
  @discardableResult
  func write(
    _ location: Location, _ value: TracedValue, by instruction: Instruction, address: TracedValue? = nil,
    completing exclusiveRead: Int? = nil
  ) -> Int {
    guard canAccess(location) else { return 0 }
    var event = ThreadEvent(action: .write)
    event.location = location
    event.number = value.number
    event.instruction = instruction
    event.address = useAddress(address)
    event.data = use(value)
    event.pick = (address?.control ?? .none) | value.control
    event.exclusiveRead = exclusiveRead
    event.completesAtomic = exclusiveRead != nil
    append(event, after: value.control)
    return events.count - 1
  }

  /// Reads a location and writes it in the same atomic step, by an instruction for each half; returns what was read.
  /// `expecting` is what a conditional update compares with: give it whenever `update` may give nil, for no write.
  public func exchange(
    _ location: Location, by load: Instruction, _ store: Instruction, address: TracedValue? = nil,
    expecting: TracedValue? = nil, returnsValue: Bool = true, isOneInstruction: Bool = false,
    _ update: (TracedValue) -> TracedValue?
  ) -> TracedValue {
    guard canAccess(location) else { return .constant(0) }
    var read = ThreadEvent(action: .read)
    read.location = location
    read.instruction = load
    read.isOneInstruction = isOneInstruction
    read.address = useAddress(address)
    read.pick = address?.control ?? .none
    read.opensAtomic = true
    read.isUnreturned = !returnsValue
    let old = appendRead(read)
    guard !isStopped else { return old }
    var deciding = use(expecting) | (expecting?.control ?? .none)
    if expecting != nil { usedReads |= old.reads }
    guard let new = update(old) else { return old }
    deciding |= new.control
    var write = ThreadEvent(action: .write)
    write.location = location
    write.number = new.number
    write.address = read.address
    write.data = use(new)
    write.instruction = store
    write.isOneInstruction = isOneInstruction
    write.completesAtomic = true
    write.pick = read.pick | deciding | (expecting == nil ? .none : old.reads)
    append(write, after: deciding)
    return old
  }

  /// A barrier as found in machine code.
  public func barrier(_ instruction: Instruction) {
    guard !isStopped else { return }
    append(instruction)
  }

  // MARK: Recording

  /// An address computed from what a read returned may not be a location: such a run is not an execution.
  private func canAccess(_ location: Location) -> Bool {
    if !initial.indices.contains(location) { block() }
    return !isStopped
  }

  private func use(_ value: TracedValue?) -> ThreadEventSet {
    let reads = value?.reads ?? .none
    usedReads |= reads
    return reads
  }

  /// What decided which of several values an address is made of keeps later stores in order, as a branch does.
  private func useAddress(_ value: TracedValue?) -> ThreadEventSet {
    control |= value?.control ?? .none
    return use(value)
  }

  /// Records an event that those reads decide about, and no later one.
  private func append(_ event: ThreadEvent, after deciding: ThreadEventSet) {
    let outer = control
    control |= deciding
    append(event)
    control = outer
  }

  private func append(_ event: ThreadEvent) {
    guard events.count < EventSet.maximumCount else {
      end = .overflowed
      isStopped = true
      return
    }
    var event = event
    event.control = control
    event.place = place
    event.isRepeated = isRepeating
    events.append(event)
  }

  private func append(_ instruction: Instruction) { append(.barrier(instruction)) }

  private func append(_ fence: Fence) { append(.barrier(fence)) }

  private func appendRead(_ event: ThreadEvent) -> TracedValue {
    let position = events.count
    append(event)
    guard !isStopped else { return .constant(0) }
    let ordinal = readValues.count
    let number =
      ordinal < script.count
      ? script[ordinal]
      : isRepeating ? lastValue(at: event.location, before: position) : initial[event.location]
    readValues.append(number)
    readPositions.append(position)
    return TracedValue(
      number: number, reads: .only(position), direct: .only(position), origin: position)
  }

  private func write(
    _ location: Location, _ value: TracedValue, _ order: AccessOrder?, address: TracedValue?, lock: LockRole
  ) {
    guard canAccess(location) else { return }
    var event = ThreadEvent(action: .write)
    event.location = location
    event.number = value.number
    event.order = order
    event.lock = lock
    event.address = use(address)
    event.data = use(value)
    switch lowering {
    case .kernel:
      event.order = order == .seqCst ? .release : order
      append(event)
      // A sequentially consistent store is the kernel's smp_store_mb().
      if order == .seqCst { append(Fence.mb) }
    case .c11: append(event)
    case .instructions(let mapping, let volatileAccesses):
      let isVolatile = volatileAccesses && order == .relaxed
      let instructions = mapping.store(isVolatile ? .release : order ?? .relaxed)
      if let before = instructions.before { append(before) }
      event.instruction = instructions.access
      append(event)
      if let after = instructions.after { append(after) }
    }
  }

  private func atomic(
    _ location: Location, _ order: UpdateOrder, address: TracedValue?, expecting: TracedValue?,
    returnsValue: Bool, locks: Bool, _ update: (TracedValue) -> TracedValue?
  ) -> TracedValue {
    guard canAccess(location) else { return .constant(0) }
    var read = ThreadEvent(action: .read)
    read.location = location
    read.order = .relaxed
    read.address = use(address)
    read.opensAtomic = true
    read.isUnreturned = !returnsValue
    var write = read
    write.action = .write
    write.opensAtomic = false
    write.isUnreturned = false
    write.completesAtomic = true
    var before: ThreadEvent?
    var after: ThreadEvent?
    switch lowering {
    case .kernel, .c11:
      switch order {
      case .relaxed: break
      case .acquire: read.order = .acquire
      case .release: write.order = .release
      case .acquireRelease: (read.order, write.order) = (.acquire, .release)
      case .seqCst, .full:
        if case .c11 = lowering { (read.order, write.order) = (.seqCst, .seqCst) }
        // The kernel has no other update that is sequentially consistent; C11's is no fence.
        if case .kernel = lowering {
          (before, after) = (.barrier(Fence.mb), .barrier(Fence.mb))
        } else if case .full = order {
          (before, after) = (.barrier(Fence.seqCstFence), .barrier(Fence.seqCstFence))
        }
      }
      if locks {
        read.lock = .lockRead
        write.lock = .lockWrite
      }
    case .instructions(let mapping, _):
      let instructions = order.instructions(mapping)
      read.instruction = instructions.load
      write.instruction = instructions.store
      before = instructions.before.map(ThreadEvent.barrier)
      after = instructions.after.map(ThreadEvent.barrier)
    }
    // Whether it succeeds is known only once the value is, and a conditional exchange that fails orders nothing:
    // the read is recorded as an ordinary one, and the write makes it part of an update.
    let old = appendRead(read)
    guard !isStopped else { return old }
    let expected = use(expecting)
    if expecting != nil { hasWeakControl = true }
    guard let new = update(old) else {
      usedReads |= old.reads
      return old
    }
    if !(new.reads & old.reads).isEmpty || expecting != nil || locks { usedReads |= old.reads }
    if var before {
      before.precedesAtomic = true
      append(before)
    }
    write.number = new.number
    write.data = use(new)
    let outer = control
    // Whether a conditional exchange writes is decided by what it compares: to a machine a control dependency. herd7
    // gives the kernel's cmpxchg() none.
    if case .instructions = lowering { control |= expected }
    append(write)
    control = outer
    if let after { append(after) }
    return old
  }
}
