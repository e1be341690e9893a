import CBarriers
import Foundation
import RingBursts
import RunRecord
import Topology

/// What the environment of a campaign is, read from the running system.
public enum ThisMachine {
  /// The machine, the kernel and this build.
  public static func environment(_ machine: Machine) -> RunEnvironment {
    let kernel = firstLine("/proc/sys/kernel/osrelease") ?? "unknown"
    return RunEnvironment(
      hostName: ProcessInfo.processInfo.hostName, architecture: architecture,
      cpuModel: machine.cpuModel ?? cpuinfo("model name") ?? "unknown", microcode: cpuinfo("microcode"),
      kernel: kernel, governor: firstLine("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
      smt: machine.hasSMT, hypervisor: hypervisor,
      allowedCpus: machine.allowedCPUs.map(\.index), stealPercent: nil,
      compiler: String(cString: rb_compiler_version()), build: build,
      swiftFlags: build == .unoptimised ? "-Onone" : "-O -whole-module-optimization",
      cyclesPerSecond: CycleClock.calibrated().ticksPerSecond)
  }

  /// How the measured code and the program around it were built.
  public static var build: BuildKind {
    if BuildChecks.measuredCodeIsUnoptimised { return .unoptimised }
    #if DEBUG
      return .debugOptimised
    #else
      return .release
    #endif
  }

  /// CPU time so far, all CPUs together, in clock ticks, and how much of it the host took (`man 5 proc`,
  /// /proc/stat); nil where that cannot be read.
  public static func stealTicks() -> (stolen: UInt64, all: UInt64)? {
    guard let line = firstLine("/proc/stat") else { return nil }
    let fields = line.split(separator: " ").dropFirst().compactMap { UInt64($0) }
    guard fields.count >= 8 else { return nil }
    return (fields[7], fields[0..<8].reduce(0, +))
  }

  /// The host's share of all CPU time since `earlier`, per cent; nil where that cannot be read.
  public static func stealPercent(since earlier: (stolen: UInt64, all: UInt64)?) -> Double? {
    guard let earlier, let now = stealTicks(), now.all > earlier.all else { return nil }
    return 100 * Double(now.stolen - earlier.stolen) / Double(now.all - earlier.all)
  }

  /// The instruction set, as uname(2) names it.
  public static var architecture: String {
    var system = utsname()
    uname(&system)
    return withUnsafeBytes(of: &system.machine) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private static var hypervisor: String? {
    let flags = cpuinfo("flags")?.split(separator: " ") ?? []
    guard flags.contains("hypervisor") else { return nil }
    return firstLine("/sys/class/dmi/id/sys_vendor") ?? firstLine("/sys/hypervisor/type") ?? "unnamed"
  }

  private static func cpuinfo(_ name: String) -> String? {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == name {
        return parts[1].trimmingCharacters(in: .whitespaces)
      }
    }
    return nil
  }

  private static func firstLine(_ path: String) -> String? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    return text.split(separator: "\n").first.map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
