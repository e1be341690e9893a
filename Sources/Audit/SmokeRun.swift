import AIORing
import Foundation

/// What came of running a target's compiled code, one thread pushing and one popping. A smoke test and no more: it
/// shows that the code runs and hands events over; an emulator on x86 does not reorder what the target may reorder.
enum SmokeRun: Sendable {
  /// How many of the rounds gave another event than was pushed, by strategy.
  case ran(emulator: String, bad: [String: Int])
  /// Why it was not run.
  case notRun(String)

  /// One line for people.
  func line(target: String) -> String {
    switch self {
    case .notRun(let reason): return "smoke run of \(target): not run, \(reason)"
    case .ran(let emulator, let bad):
      func named(_ rows: [String: Int]) -> String {
        rows.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", ")
      }
      let wrong = bad.filter { $0.value > 0 }
      let expected = wrong.filter { Self.mayFail($0.key) }
      let found = wrong.filter { !Self.mayFail($0.key) }
      return """
        smoke run of \(target) under \(emulator): \(bad.count) strategies, \(SmokeProgram.rounds) rounds each, one thread \
        pushes, one pops: \(found.isEmpty ? "every event as pushed" : "wrong events: " + named(found))\
        \(expected.isEmpty ? "" : ", wrong events where that may happen: " + named(expected)) \
        (emulation on x86 does not reorder: this shows that the code works, not that its order holds)
        """
    }
  }

  /// `none` and the positive control claim to be correct nowhere.
  private static func mayFail(_ strategy: String) -> Bool {
    Catalogue.entry(named: strategy)?.correctnessClaim == .nowhere
  }

  /// One strategy's part.
  func text(strategy: String) -> String? {
    switch self {
    case .notRun(let reason): "not run: \(reason)"
    case .ran(_, let bad): bad[strategy].map { "\($0) of \(SmokeProgram.rounds) events wrong" }
    }
  }

  /// Whether a strategy that claims anything handed over a wrong event.
  var isFailure: Bool {
    guard case .ran(_, let bad) = self else { return false }
    return bad.contains { strategy, wrong in wrong > 0 && !Self.mayFail(strategy) }
  }
}

extension CrossCompiler {
  /// Links the object with a program that runs it, and runs that under qemu-user.
  func smokeRun(of source: EntrySource, object: String, in folder: String, for target: AuditTarget) throws
    -> SmokeRun?
  {
    guard let systemCalls = target.systemCalls else { return nil }
    guard let emulator = try? Self.find(systemCalls.emulator) else {
      return .notRun("\(systemCalls.emulator) is not installed (Debian's package qemu-user)")
    }
    guard let clang = try? Self.find("clang", first: toolchain) else {
      return .notRun("clang is not installed")
    }
    let program = SmokeProgram(systemCalls: systemCalls, rows: source.rows)
    let (text, driver, linked) = ("\(folder)/smoke.c", "\(folder)/smoke.o", "\(folder)/smoke")
    try program.text.write(toFile: text, atomically: false, encoding: .utf8)
    _ = try run(
      clang,
      ["--target=\(target.triple)", "-ffreestanding", "-fno-builtin", "-O1"] + target.clangOptions
        + ["-c", text, "-o", driver])
    _ = try run(
      linker,
      [
        "--unresolved-symbols=ignore-all", "--no-relax", "--gc-sections", "-e", "_start", driver, object,
        "-o", linked,
      ])
    let output = try run(emulator, [linked], seconds: 120)
    var bad: [String: Int] = [:]
    for line in output.split(separator: "\n") {
      let numbers = line.split(separator: " ").compactMap { Int($0) }
      guard numbers.count == 2, Catalogue.entries.indices.contains(numbers[0]) else { continue }
      bad[Catalogue.entries[numbers[0]].name] = numbers[1]
    }
    let wanted = source.rows.filter(\.entry.isCompiled).count
    guard bad.count == wanted else {
      throw AuditError.toolFailed(systemCalls.emulator, firstLine: "\(bad.count) of \(wanted) strategies ran")
    }
    return .ran(emulator: systemCalls.emulator, bad: bad)
  }
}
