import AIORing
import Foundation

/// The result of running a target's compiled code, one thread pushing and one popping. This is only a smoke test: it shows
/// that the code runs and hands events over. An emulator on x86 does not reorder what the target may reorder.
public enum SmokeRun: Sendable {
  /// The number of rounds in which the event popped was not the one pushed, by strategy.
  case ran(emulator: String, bad: [String: Int])
  /// Why it was not run.
  case notRun(String)

  /// Pushes and pops of each strategy.
  public static let rounds = SmokeProgram.rounds

  /// Whether wrong events are no failure of the strategy: `none` and the positive control claim to be correct nowhere.
  public static func mayFail(_ strategy: String) -> Bool {
    Catalogue.entry(named: strategy)?.correctnessClaim == .nowhere
  }

  /// The result of one strategy.
  func text(strategy: String) -> String? {
    switch self {
    case .notRun(let reason): "not run: \(reason)"
    case .ran(_, let bad): bad[strategy].map { "\($0) of \(SmokeProgram.rounds) events wrong" }
    }
  }

  /// Whether a strategy that claims to be correct somewhere handed over a wrong event.
  var isFailure: Bool {
    guard case .ran(_, let bad) = self else { return false }
    return bad.contains { strategy, wrong in wrong > 0 && !Self.mayFail(strategy) }
  }
}

extension CrossCompiler {
  /// Links the object with a program that runs it, and runs that under qemu-user.
  func smokeRun(
    of source: EntrySource, object: String, in folder: String, for target: AuditTarget
  ) async throws -> SmokeRun? {
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
    _ = try await run(
      clang,
      ["--target=\(target.triple)", "-ffreestanding", "-fno-builtin", "-O1"] + target.clangOptions
        + ["-c", text, "-o", driver])
    _ = try await run(
      linker,
      [
        "--unresolved-symbols=ignore-all", "--no-relax", "--gc-sections", "-e", "_start", driver, object,
        "-o", linked,
      ])
    let output = try await run(emulator, [linked], timeLimit: 120)
    let names = Dictionary(uniqueKeysWithValues: source.rows.map { ($0.index, $0.entry.name) })
    var bad: [String: Int] = [:]
    for line in output.split(separator: "\n") {
      let numbers = line.split(separator: " ").compactMap { Int($0) }
      guard numbers.count == 2, let name = names[numbers[0]] else { continue }
      bad[name] = numbers[1]
    }
    let wanted = source.rows.filter(\.entry.isCompiled).count
    guard bad.count == wanted else {
      throw AuditError.toolFailed(systemCalls.emulator, firstLine: "\(bad.count) of \(wanted) strategies ran")
    }
    return .ran(emulator: systemCalls.emulator, bad: bad)
  }
}
