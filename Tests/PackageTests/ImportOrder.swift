/// Which module may import which: the one table of the order in which data flows through the package, specification,
/// trial, record, analysis, view. A module imports only modules of the floors below its own.
enum ImportOrder {
  /// From the ground up. To add a module, put its name on the lowest floor that is above all that it imports.
  static let floors: [[String]] = [
    // C headers
    ["CBarriers", "CBuild", "CLinux", "CHwloc", "CPeers"],
    // The subject; cells, for other lock-free code; arithmetic and system calls, which know none
    ["AIORing", "Cells", "Statistics", "SystemCalls"],
    // Rings of one's own over cells, and the loops of all rings that are not the subject
    ["CellRings"],
    // Specifications: memory models, the machine, the kernel's rings
    ["WeakMemory", "Topology", "KernelRings"],
    // The schema of all that is written, in the words of the specifications
    ["RunRecord"],
    // The loops that are measured, and the code that the compiler made of the subject
    ["RingBursts", "NativeLitmus", "Audit"],
    // Trials in child processes; and what records say, which needs no trial
    ["Trials", "Analysis"],
    ["KernelMeasurement"],
    // The parent process
    ["Campaigns"],
    // The view
    ["Reporting"],
    // The command, with options and exit codes
    ["RingbenchCommand"],
    // The programs
    ["ringbench", "ring-operations", "own-ring"],
  ]

  /// What a module may not import although it is below: what it reads are records, and what it starts is nothing.
  static let forbidden: [String: [String]] = [
    "Analysis": ["RingBursts", "NativeLitmus"],
    "Trials": ["Subprocess"],
    "Reporting": ["RingBursts", "NativeLitmus", "Trials", "KernelMeasurement", "Campaigns", "Subprocess"],
  ]

  /// What comes with the toolchain and is declared nowhere.
  static let toolchain: Set = [
    "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Swift", "Synchronization", "Testing",
  ]

  /// A target of the package with the imports of its sources.
  struct Target {
    var name: String
    /// Whether the order is its concern: tests and what helps them import whatever they test.
    var isRoom = true
    /// Targets and products that Package.swift declares for it.
    var declared: [String] = []
    var imports: [Import] = []
    /// Declared for another reason than an import: a test that runs a program needs it built.
    var isProgram = false
  }

  struct Import {
    var module: String
    /// File and line.
    var place: String
  }

  /// What is not as the table says, a line each.
  static func complaints(about targets: [Target]) -> [String] {
    let floorOf = Dictionary(
      uniqueKeysWithValues: floors.enumerated().flatMap { floor, names in names.map { ($0, floor) } })
    let programs = Set(targets.filter(\.isProgram).map(\.name))
    let rooms = Set(targets.filter(\.isRoom).map(\.name))
    var complaints = Set(floorOf.keys).subtracting(rooms).map {
      "\($0) is on a floor of ImportOrder, and no target"
    }
    for target in targets {
      let imported = Set(target.imports.map(\.module))
      for found in target.imports
      where !target.declared.contains(found.module) && !toolchain.contains(found.module) {
        complaints.append(
          "\(found.place): imports \(found.module), which Package.swift does not declare for \(target.name)")
      }
      for name in target.declared where !imported.contains(name) && !programs.contains(name) {
        complaints.append("Package.swift declares \(name) for \(target.name), where no source imports it")
      }
      guard target.isRoom else { continue }
      guard let floor = floorOf[target.name] else {
        complaints.append("\(target.name) is on no floor of ImportOrder")
        continue
      }
      for name in imported.union(target.declared) {
        if let other = floorOf[name], other >= floor {
          complaints.append("\(target.name) imports \(name), which is not below it")
        }
        if forbidden[target.name]?.contains(name) == true {
          complaints.append("\(target.name) imports \(name), which it may not")
        }
      }
    }
    return complaints.sorted()
  }
}
