import CBarriers
import CBuild
import Foundation
import RingBursts
import RunRecord
import Topology

/// The machine that this process runs on, as the system describes it.
public enum ThisMachine {
  /// The machine, the kernel and this build.
  public static func environment(_ machine: Machine) -> RunEnvironment {
    let kernel = ProcFile.firstLine("/proc/sys/kernel/osrelease") ?? "unknown"
    let clock = CycleClock.calibrated()
    var environment = RunEnvironment(
      hostName: ProcessInfo.processInfo.hostName, architecture: architecture,
      cpuModel: machine.cpuModel ?? cpuinfo("model name") ?? "unknown", microcode: cpuinfo("microcode"),
      kernel: kernel, governor: ProcFile.firstLine("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
      smt: machine.hasSMT, hypervisor: hypervisor,
      allowedCpus: machine.allowedCPUs.map(\.index), stealPercent: nil,
      compiler: String(cString: rb_compiler_version()), build: build,
      // The package asks for optimised code. What a caller asked for instead is not known, but its result is.
      swiftFlags: build == .unoptimised ? "-Onone" : String(cString: rb_swift_flags()),
      cyclesPerSecond: clock.ticksPerSecond)
    environment.clockStepNs = CounterStep.measuredNanoseconds(clock)
    environment.swiftVersion = CompilerVersion.swift(of: URL(filePath: "/proc/self/exe"))
    return environment
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
    return ProcFile.firstLine("/sys/class/dmi/id/sys_vendor") ?? ProcFile.firstLine("/sys/hypervisor/type")
      ?? "unnamed"
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
}
