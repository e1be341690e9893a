import AIORing

/// Prints the ring in the Linux-kernel C dialect, C11's fences as ``KernelFences`` has them.
struct KernelCPrinter: ThreadPrinter {
  private let names: [String]
  private var lines: [String] = []
  /// The type of each location that the thread uses.
  private var types: [Location: String] = [:]
  private var readCount = 0
  private var indentation = 1

  private init(names: [String]) { self.names = names }

  /// The whole test.
  static func text(_ ring: ExportedRing, named name: String) throws(LitmusExport.Refusal) -> String {
    var lines = ["C \(name)", "", "{"]
    for (name, number) in zip(ring.names, ring.initial) where number != 0 {
      lines.append("\t\(name)=\(number);")
    }
    lines.append("}")
    for (number, tree) in ring.trees.enumerated() {
      var printer = KernelCPrinter(names: ring.names)
      try printer.print(KernelFences.replaced(in: tree, names: ring.names))
      let parameters = printer.types.sorted { $0.key < $1.key }.map { "\($0.value) *\(ring.names[$0.key])" }
      lines += ["", "P\(number)(\(parameters.joined(separator: ", ")))", "{"]
      lines += (0..<printer.readCount).map { "\tint r\($0);" }
      if printer.readCount > 0 { lines.append("") }
      lines += printer.lines + ["}"]
    }
    lines.append("")
    let register = { (thread: Int, read: Int) in "\(thread):r\(read)" }
    if let filter = ring.filter { lines.append("filter (\(filter.text(register)))") }
    lines.append("exists (\(ring.violation.text(register)))")
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func line(_ text: String) {
    lines.append(String(repeating: "\t", count: indentation) + text)
  }

  private mutating func use(_ location: Location, type: String = "int") -> String {
    if types[location] == nil || type != "int" { types[location] = type }
    return names[location]
  }

  mutating func fence(_ event: ThreadEvent) {
    switch event.fence {
    case .compiler: line("barrier();")
    case .rmb: line("smp_rmb();")
    case .wmb, .sfence: line("smp_wmb();")
    case .mb, .seqCstFence, .mfence, .mbUnlessTSO: line("smp_mb();")
    case .acquireFence, .releaseFence: break
    case .beforeAtomic: line("smp_mb__before_atomic();")
    case .afterAtomic: line("smp_mb__after_atomic();")
    case .afterSpinlock: line("smp_mb__after_spinlock();")
    case .afterUnlockLock, .rcuReadLock, .rcuReadUnlock, .synchronizeRCU, .synchronizeSRCU,
      .afterSRCUReadUnlock:
      line("\(event.fence.name);")
    }
  }

  mutating func store(_ event: ThreadEvent, base: (read: Int, difference: Int64)?) {
    let value = base.map { "r\($0.read) + \($0.difference)" } ?? "\(event.number)"
    let name = use(event.location)
    line(
      event.order == .release
        ? "smp_store_release(\(name), \(value));" : "WRITE_ONCE(*\(name), \(value));")
  }

  mutating func load(_ event: ThreadEvent, read: Int) {
    readCount = max(readCount, read + 1)
    let name = use(event.location)
    line("r\(read) = " + (event.order == .acquire ? "smp_load_acquire(\(name));" : "READ_ONCE(*\(name));"))
  }

  mutating func update(_ update: AtomicUpdate, read: Int) {
    readCount = max(readCount, read + 1)
    let order =
      update.load.order == .acquire ? "_acquire" : update.store.order == .release ? "_release" : "_relaxed"
    switch update.kind {
    case .exchange(let number): line("r\(read) = xchg\(order)(\(use(update.load.location)), \(number));")
    case .increment:
      line("r\(read) = atomic_fetch_inc\(order)(\(use(update.load.location, type: "atomic_t")));")
    }
  }

  mutating func enterBranch(read: Int, equals number: Int64) {
    line("if (r\(read) == \(number)) {")
    indentation += 1
  }

  mutating func leaveBranch() {
    indentation -= 1
    line("}")
  }
}
