/// Why there is no machine, no pair or no binding. Each describes itself in one line, without control characters
/// whatever was typed or read.
public enum TopologyError: Error, Equatable, Codable {
  /// hwloc cannot describe this machine.
  case cannotLoad(reason: String)
  /// hwloc describes another machine than this one: one of the environment's variables told it to.
  case foreignTopology(variables: [String])
  /// The document is no topology that hwloc reads.
  case badXML
  /// The document is of a format that came with a later version of hwloc than the one this program is built with.
  case newerFormat(format: Int, newestReadable: Int)
  /// The topology says something that no machine has.
  case implausible(String)
  /// hwloc crashed on the document.
  case readerCrashed(signal: Int32)
  /// hwloc did not finish reading the document in time.
  case readerTimedOut(seconds: Int)
  case badSynthetic(String)
  /// Neither a class nor a pair of CPUs; `kinds` are those that could have been named.
  case unknownSelection(String, suggestion: String?, kinds: [String])
  /// No two allowed CPUs lie so.
  case classAbsent(String, present: [PairClass])
  case cpuNotAllowed(CPU, allowed: [CPU])
  /// Both threads on one CPU, without being asked for.
  case sameCPU(CPU)
  case oneCPUAllowed
  /// The thread could not be put on the CPU.
  case cannotBind(CPU, reason: String)
}

extension TopologyError: CustomStringConvertible {
  public var description: String {
    let line =
      switch self {
      case .cannotLoad(let reason): "hwloc cannot describe this machine: \(reason)"
      case .foreignTopology(let variables):
        "hwloc describes another machine than this one"
          + (variables.isEmpty ? "" : " (\(variables.joined(separator: ", ")) set)")
      case .badXML: "not a machine recorded by hwloc: make one with `lstopo machine.xml`"
      case .newerFormat(let format, let newest):
        "recorded in hwloc's XML format \(format), and this program's hwloc reads up to format \(newest): "
          + "write it with `lstopo --export-xml-flags v\(newest) machine.xml`"
      case .implausible(let what): "not a machine: it has \(what)"
      case .readerCrashed(let signal): "damaged: hwloc crashes on it (signal \(signal))"
      case .readerTimedOut(let seconds): "damaged: hwloc did not finish reading it within \(seconds) s"
      case .badSynthetic(let description):
        "'\(description)' is not a synthetic machine: write for example 'package:2 l3:1 core:4 pu:2'"
      case .unknownSelection(let text, let suggestion, let kinds):
        "'\(text)' is neither a distance class nor a pair of CPUs"
          + (suggestion.map { ": did you mean \($0)?" } ?? "")
          + " (classes: \(DistanceClass.ofTwoCPUs.map(\.rawValue).joined(separator: ", "))"
          + (kinds.isEmpty ? "" : "; kinds: \(kinds.joined(separator: ", "))") + "; CPUs: 0:1; or all)"
      case .classAbsent(let absent, let present):
        "no two allowed CPUs are \(absent) here: choose from "
          + present.map(\.name).joined(separator: ", ")
      case .cpuNotAllowed(let cpu, let allowed):
        "CPU \(cpu) is not allowed here: choose from \(CPUList.text(allowed))"
      case .sameCPU(let cpu): "CPU \(cpu) twice"
      case .oneCPUAllowed: "only one CPU is allowed here"
      case .cannotBind(let cpu, let reason): "cannot bind the thread to CPU \(cpu): \(reason)"
      }
    return line.escapingControlCharacters
  }
}

extension String {
  /// The text with each control character as its escape in Swift: `\n`, `\u{1B}`.
  var escapingControlCharacters: String {
    unicodeScalars.map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: scalar.escaped(asASCII: true)
      default: String(scalar)
      }
    }.joined()
  }
}
