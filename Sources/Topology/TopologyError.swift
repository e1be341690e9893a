/// Why a machine or its pairs cannot be had; each prints as one line that says what to do.
public enum TopologyError: Error, Equatable, CustomStringConvertible {
  /// hwloc cannot describe this machine.
  case cannotLoad(reason: String)
  case unreadableXML(path: String, reason: String)
  case badXML(path: String)
  case badSynthetic(String)
  /// Neither a class nor a pair of CPUs.
  case unknownSelection(String, suggestion: String?)
  /// No two allowed CPUs are that far apart.
  case classAbsent(DistanceClass, present: [DistanceClass])
  case cpuNotAllowed(CPU, allowed: [CPU])
  /// Both threads on one CPU, without being asked for.
  case sameCPU(CPU)
  case oneCPUAllowed
  /// The thread could not be put on the CPU.
  case cannotBind(CPU, reason: String)

  public var description: String {
    switch self {
    case .cannotLoad(let reason): "hwloc cannot describe this machine: \(reason)"
    case .unreadableXML(let path, let reason): "\(path): cannot be read: \(reason)"
    case .badXML(let path):
      "\(path): not a machine recorded by hwloc: make one with `lstopo machine.xml`"
    case .badSynthetic(let description):
      "'\(description)' is no synthetic machine: write for example 'package:2 l3:1 core:4 pu:2'"
    case .unknownSelection(let text, let suggestion):
      "'\(text)' is neither a distance class nor a pair of CPUs"
        + (suggestion.map { ": did you mean \($0)?" } ?? "")
        + " (classes: \(DistanceClass.ofTwoCPUs.map(\.rawValue).joined(separator: ", ")); CPUs: 0:1; or all)"
    case .classAbsent(let absent, let present):
      "no two allowed CPUs are \(absent.rawValue) here: choose from "
        + present.map(\.rawValue).joined(separator: ", ")
    case .cpuNotAllowed(let cpu, let allowed):
      "CPU \(cpu) is not allowed here: choose from \(CPUList.text(allowed))"
    case .sameCPU(let cpu):
      "CPU \(cpu) twice: name two CPUs, or use --oversubscribe to run both threads on one"
    case .oneCPUAllowed:
      "only one CPU is allowed here: give the container two CPUs (e.g. --cpuset-cpus=0,1), "
        + "or use --oversubscribe to run both threads on one"
    case .cannotBind(let cpu, let reason): "cannot bind the thread to CPU \(cpu): \(reason)"
    }
  }
}
