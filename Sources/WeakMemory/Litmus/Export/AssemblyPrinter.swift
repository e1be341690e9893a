import AIORing

/// What an assembler of herd7 needs to print the ring.
protocol AssemblyDialect {
  /// The word that starts a test.
  static var header: String { get }
  /// The register that holds the address of the n-th location; nil if instructions name the location itself.
  static func addressRegister(_ index: Int) -> String?
  /// The register of the n-th read, as instructions and as the condition name it.
  static func readRegister(_ index: Int) -> (operand: String, observed: String)
  /// Registers of a thread that hold what no read returns: set before the test.
  static func preset(thread: Int) -> [String]
  static func load(_ instruction: Instruction, _ register: String, _ address: String) -> [String]?
  /// A store of a number, or of a register plus a difference.
  static func store(_ instruction: Instruction, _ value: StoredValue, _ address: String) -> [String]?
  /// An atomic update. If it may fail, the register that says so with another value than 0 comes with it.
  static func update(
    _ kind: AtomicUpdate.Kind, load: Instruction, store: Instruction, _ register: String, _ address: String,
    index: Int, label: () -> String
  ) -> (lines: [String], failure: String?)?
  static func fence(_ instruction: Instruction) -> [String]?
  /// Goes to a label unless a register holds a number.
  static func branchUnless(_ register: String, equals number: Int64, to label: String) -> [String]
}

/// What a store writes.
enum StoredValue {
  case number(Int64)
  case sum(register: String, Int64)
}

/// Prints the ring as assembly: threads in columns.
struct AssemblyPrinter<Dialect: AssemblyDialect>: ThreadPrinter {
  private let names: [String]
  private let thread: Int
  private var lines: [String] = []
  /// The order in which the thread first uses the locations: their address registers.
  private var locations: [Location] = []
  private var updateCount = 0
  /// Registers that say that an update failed.
  private var failures: [String] = []
  private var labelCount = 0
  private var openLabels: [String] = []

  private init(names: [String], thread: Int) { (self.names, self.thread) = (names, thread) }

  /// The whole test.
  static func text(_ ring: ExportedRing, named name: String) throws(LitmusExport.Refusal) -> String {
    var printers: [AssemblyPrinter] = []
    for (number, tree) in ring.trees.enumerated() {
      var printer = AssemblyPrinter(names: ring.names, thread: number)
      try printer.print(tree)
      printers.append(printer)
    }
    var lines = ["\(Dialect.header) \(name)", "{"]
    let initial = zip(ring.names, ring.initial).filter { $0.1 != 0 }.map { "\($0.0)=\($0.1);" }
    if !initial.isEmpty { lines.append(initial.joined(separator: " ")) }
    lines += printers.compactMap(\.registers)
    lines += ["}"] + columns(printers)
    let register = { (thread: Int, read: Int) in "\(thread):\(Dialect.readRegister(read).observed)" }
    let succeeded = printers.flatMap { printer in printer.failures.map { "\(printer.thread):\($0)=0" } }
    let filters = [ring.filter.map { "(\($0.text(register)))" }].compactMap(\.self) + succeeded
    if !filters.isEmpty { lines.append("filter (\(filters.joined(separator: " /\\ ")))") }
    lines.append("exists (\(ring.violation.text(register)))")
    return lines.joined(separator: "\n") + "\n"
  }

  /// The registers that are set before the test.
  private var registers: String? {
    let addresses = locations.indices.compactMap { index in
      Dialect.addressRegister(index).map { "\(thread):\($0)=\(names[locations[index]]);" }
    }
    let all = addresses + Dialect.preset(thread: thread)
    return all.isEmpty ? nil : all.joined(separator: " ")
  }

  private static func columns(_ printers: [AssemblyPrinter]) -> [String] {
    let columns = printers.map { ["P\($0.thread)"] + $0.lines }
    let widths = columns.map { $0.map(\.count).max() ?? 0 }
    return (0..<(columns.map(\.count).max() ?? 0)).map { row in
      zip(columns, widths).map { column, width in
        let text = row < column.count ? column[row] : ""
        return " " + text + String(repeating: " ", count: width - text.count) + " "
      }.joined(separator: "|") + ";"
    }
  }

  private mutating func address(_ location: Location) -> String {
    if !locations.contains(location) { locations.append(location) }
    let index = locations.firstIndex(of: location) ?? 0
    return Dialect.addressRegister(index) ?? names[location]
  }

  private mutating func label() -> String {
    labelCount += 1
    return "L\(thread)\(labelCount < 10 ? "0" : "")\(labelCount)"
  }

  private mutating func append(_ printed: [String]?, for instruction: Instruction?) throws(LitmusExport
    .Refusal)
  {
    guard let printed else {
      throw LitmusExport.Refusal(
        description:
          "herd7's \(Dialect.header) has no '\(instruction?.rawValue ?? "instruction for this event")'")
    }
    lines += printed
  }

  mutating func fence(_ event: ThreadEvent) throws(LitmusExport.Refusal) {
    try append(event.instruction.flatMap(Dialect.fence), for: event.instruction)
  }

  mutating func store(
    _ event: ThreadEvent, base: (read: Int, difference: Int64)?
  ) throws(LitmusExport.Refusal) {
    let value =
      base.map { StoredValue.sum(register: Dialect.readRegister($0.read).operand, $0.difference) }
      ?? .number(event.number)
    let address = address(event.location)
    try append(event.instruction.flatMap { Dialect.store($0, value, address) }, for: event.instruction)
  }

  mutating func load(_ event: ThreadEvent, read: Int) throws(LitmusExport.Refusal) {
    let (register, address) = (Dialect.readRegister(read).operand, address(event.location))
    try append(event.instruction.flatMap { Dialect.load($0, register, address) }, for: event.instruction)
  }

  mutating func update(_ update: AtomicUpdate, read: Int) throws(LitmusExport.Refusal) {
    let (register, address) = (Dialect.readRegister(read).operand, address(update.load.location))
    let end = label()
    guard let load = update.load.instruction, let store = update.store.instruction,
      let printed = Dialect.update(
        update.kind, load: load, store: store, register, address, index: updateCount, label: { end })
    else { return try append(nil, for: update.load.instruction) }
    updateCount += 1
    lines += printed.lines
    if let failure = printed.failure { failures.append(failure) }
  }

  mutating func enterBranch(read: Int, equals number: Int64) {
    let label = label()
    openLabels.append(label)
    lines += Dialect.branchUnless(Dialect.readRegister(read).operand, equals: number, to: label)
  }

  mutating func leaveBranch() {
    if let label = openLabels.popLast() { lines.append("\(label):") }
  }
}
