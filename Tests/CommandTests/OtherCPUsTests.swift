import Foundation
import Testing
import Topology

/// In a set of two CPUs of which neither is 0 or 1, as a container has them.
@Suite(.serialized, .enabled(if: otherCPUs != nil, "needs two allowed CPUs other than 0 and 1"))
struct OtherCPUsTests {
  /// Runs the program in that set.
  private func run(_ arguments: String) throws -> (command: Command, cpus: (first: Int, second: Int)) {
    let cpus = try #require(otherCPUs)
    let command = try Command(
      "taskset -c \(cpus.first),\(cpus.second) \(Command.executable.path) \(arguments)")
    return (command, cpus)
  }

  /// Every producer's and consumer's CPU in a JSON document.
  private func cpusNamed(in json: String) throws -> Set<Int> {
    func all(_ value: Any) -> [Int] {
      if let list = value as? [Any] { return list.flatMap(all) }
      guard let object = value as? [String: Any] else { return [] }
      let own = ["producer_cpu", "consumer_cpu"].compactMap { object[$0] as? Int }
      return own + object.values.flatMap(all)
    }
    return Set(all(try JSONSerialization.jsonObject(with: Data(json.utf8))))
  }

  @Test func runMeasuresOnThem() throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    let (command, cpus) = try run(
      "none seq-cst --rounds 1 --duration 0.5 --workloads hand-off,barrier-cost --json --output \(results)")
    #expect(command.status == 0, "\(command.complaint)")
    #expect(try cpusNamed(in: command.output) == [cpus.first, cpus.second])
  }

  @Test func probeRunsOnThem() throws {
    let (command, cpus) = try run("probe --duration 0.5 --json")
    #expect(command.status == 0, "\(command.complaint)")
    let record = try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any]
    #expect(try Set(#require(record?["cpus"] as? [Int])) == [cpus.first, cpus.second])
  }

  @Test func kernelRunsOnThem() throws {
    let (command, cpus) = try run("kernel --quick --events 64 kernel-2014 --json")
    // 69: this kernel has neither ring.
    #expect([0, 69].contains(command.status), "\(command.complaint)")
    guard command.status == 0 else { return }
    let record = try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any]
    let runs = try #require(record?["runs"] as? [[String: Any]])
    let used = Set(runs.flatMap { [$0["cpu"] as? Int, $0["other_cpu"] as? Int].compactMap(\.self) })
    #expect(!used.isEmpty && used.isSubset(of: [cpus.first, cpus.second]))
  }

  @Test func compareMeasuresOnThem() throws {
    let path = Command.executable.path
    let (command, cpus) = try run(
      "compare \(path) \(path) --strategies none --workloads hand-off --max-time 5 --json")
    // 5: so short a comparison seldom decides.
    #expect([0, 5].contains(command.status), "\(command.complaint)")
    #expect(try cpusNamed(in: command.output) == [cpus.first, cpus.second])
  }
}

/// The two allowed CPUs with the highest numbers; nil if one of them is 0 or 1.
private let otherCPUs: (first: Int, second: Int)? = {
  let cpus = (try? Machine.current().allowedCPUs.map(\.index).suffix(2)) ?? []
  guard cpus.count == 2, let first = cpus.first, let second = cpus.last, first > 1 else { return nil }
  return (first, second)
}()
