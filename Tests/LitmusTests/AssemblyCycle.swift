import WeakMemory

/// Tests in assembly from the names that diy7 gives them: a shape, and for each thread with two accesses what stands
/// between them, as in `MP+dmb.sy+addr`. One edge with an s is that of all threads.
struct AssemblyCycle {
  enum Access { case read, write }

  /// The accesses of each thread; a thread's last is at the location of the next thread's first.
  private static let shapes: [String: [[Access]]] = [
    "MP": [[.write, .write], [.read, .read]], "SB": [[.write, .read], [.write, .read]],
    "LB": [[.read, .write], [.read, .write]], "S": [[.write, .write], [.read, .write]],
    "R": [[.write, .write], [.write, .read]], "2+2W": [[.write, .write], [.write, .write]],
    "WRC": [[.write], [.read, .write], [.read, .read]], "RWC": [[.write], [.read, .read], [.write, .read]],
    "WWC": [[.write], [.read, .write], [.read, .write]],
    "ISA2": [[.write, .write], [.read, .write], [.read, .read]],
    "W+RWC": [[.write, .write], [.read, .read], [.write, .read]],
    "3.SB": [[.write, .read], [.write, .read], [.write, .read]],
    "3.LB": [[.read, .write], [.read, .write], [.read, .write]],
    "3.2W": [[.write, .write], [.write, .write], [.write, .write]],
    "Z6.0": [[.write, .write], [.read, .write], [.write, .read]],
    "Z6.1": [[.write, .write], [.write, .write], [.read, .write]],
    "Z6.2": [[.write, .write], [.read, .write], [.read, .write]],
    "Z6.3": [[.write, .write], [.write, .write], [.read, .read]],
    "Z6.4": [[.write, .write], [.write, .read], [.write, .read]],
    "Z6.5": [[.write, .write], [.write, .write], [.write, .read]],
    "IRIW": [[.write], [.read, .read], [.write], [.read, .read]],
  ]

  let name: String
  let threads: [[Access]]
  /// For each thread, what stands between its accesses.
  let edges: [String]

  init?(_ name: String) {
    self.name = name
    let matching = Self.shapes.keys.filter { name == $0 || name.hasPrefix($0 + "+") }
    guard let shape = matching.max(by: { $0.count < $1.count }), let threads = Self.shapes[shape] else {
      return nil
    }
    self.threads = threads
    let named = name.dropFirst(shape.count).split(separator: "+").map(String.init)
    let doubles = threads.count { $0.count == 2 }
    let all: [String] =
      switch named.count {
      case 0: Array(repeating: "po", count: doubles)
      case 1 where named[0].hasSuffix("s"):
        Array(repeating: String(named[0].dropLast()), count: doubles)
      default: named
      }
    guard all.count == doubles else { return nil }
    var rest = all[...]
    edges = threads.map { $0.count == 2 ? rest.removeFirst() : "po" }
  }

  /// The test's text.
  func text(in language: AssemblyLanguage) -> String {
    let speaker = Speaker(language: language)
    // Places and values as a cycle has them: each write writes the next number of its location, each read returns
    // the last one before it.
    var places: [[Int]] = []
    var location = 0
    for thread in threads {
      places.append(thread.count == 1 ? [location] : [location, location + 1])
      if thread.count == 2 { location += 1 }
    }
    let count = location
    places = places.map { $0.map { $0 % count } }
    var written = Array(repeating: 0, count: count)
    var values = places.map { $0.map { _ in 0 } }
    var order = threads.indices.flatMap { thread in places[thread].indices.map { (thread, $0) } }
    order.insert(order.removeLast(), at: 0)
    for (thread, index) in order {
      let place = places[thread][index]
      if threads[thread][index] == .write { written[place] += 1 }
      values[thread][index] = written[place]
    }
    var columns: [[String]] = []
    var initial: [String] = []
    var asked: [String] = []
    for thread in threads.indices {
      for (index, place) in places[thread].enumerated() {
        initial.append(speaker.preset(thread, index, Self.names[place]))
        if threads[thread][index] == .read {
          asked.append("\(thread):\(speaker.asked(index))=\(values[thread][index])")
        }
      }
      columns.append(
        speaker.thread(
          threads[thread], places[thread].map { Self.names[$0] }, values[thread], edges[thread]))
    }
    for place in 0..<count where written[place] > 1 { asked.append("\(Self.names[place])=\(written[place])") }
    let rows = (0..<(columns.map(\.count).max() ?? 0)).map { row in
      columns.map { row < $0.count ? $0[row] : "" }.joined(separator: " | ") + " ;"
    }
    let head = threads.indices.map { "P\($0)" }.joined(separator: " | ") + " ;"
    return """
      \(language.rawValue) \(name)
      { \(initial.joined(separator: " ")) }
      \(head)
      \(rows.joined(separator: "\n"))
      exists (\(asked.joined(separator: " /\\ ")))
      """
  }

  private static let names = ["x", "y", "z", "a"]
}

/// Spells the accesses and edges of a language.
private struct Speaker {
  let language: AssemblyLanguage

  /// Registers of a thread: 1 and 2 hold addresses, 5 and 6 what is read or written, 7 what dependencies go through.
  private func register(_ number: Int) -> String {
    switch language {
    case .aarch64: "W\(number)"
    case .arm: "R\(number)"
    case .power: "r\(number)"
    case .riscv: "x\(number)"
    // Addresses are names there.
    case .x86: number < 5 ? "" : ["EAX", "EBX"][number - 5]
    case .amd64: number < 5 ? "" : "%" + ["eax", "ebx"][number - 5]
    }
  }

  func asked(_ index: Int) -> String {
    switch language {
    case .aarch64: "X\(5 + index)"
    case .amd64: ["rax", "rbx"][index]
    default: register(5 + index)
    }
  }

  func preset(_ thread: Int, _ index: Int, _ place: String) -> String {
    switch language {
    case .aarch64: "\(thread):X\(1 + index)=\(place);"
    case .x86, .amd64: "\(place)=0;"
    default: "\(thread):\(register(1 + index))=\(place);"
    }
  }

  /// The lines of a thread.
  func thread(
    _ accesses: [AssemblyCycle.Access], _ places: [String], _ values: [Int], _ edge: String
  ) -> [String] {
    var lines: [String] = []
    for (index, access) in accesses.enumerated() {
      if index == 1 { lines += between(edge, access) }
      let depends = index == 1 ? edge : ""
      let kind = annotation(edge, index)
      if access == .read {
        lines += read(index, places[index], kind, isIndexed: depends == "addr")
      } else {
        lines += write(
          index, places[index], values[index], kind, isIndexed: depends == "addr", isData: depends == "data")
      }
    }
    return lines
  }

  /// The ordering that an edge of the form `poXY` gives an access: `p` for none, `a`, `q` or `l`; RISC-V has `aq`
  /// and `rl`.
  private func annotation(_ edge: String, _ index: Int) -> String {
    guard edge.hasPrefix("po"), edge.count > 2 else { return "p" }
    if language == .riscv {
      return ["poaqp": ["aq", "p"], "poprl": ["p", "rl"], "poaqrl": ["aq", "rl"]][edge]?[index] ?? "p"
    }
    return String(Array(edge)[2 + index])
  }

  private func read(_ index: Int, _ place: String, _ kind: String, isIndexed: Bool) -> [String] {
    let (value, address) = (register(5 + index), register(1 + index))
    switch language {
    case .aarch64:
      let name = ["p": "LDR", "a": "LDAR", "q": "LDAPR"][kind] ?? "?"
      return ["\(name) \(value),[X\(1 + index)\(isIndexed ? ",W7,SXTW" : "")]"]
    case .arm: return ["LDR \(value),[\(address)\(isIndexed ? ",R7" : "")]"]
    case .power:
      return [isIndexed ? "lwzx \(value),r7,\(address)" : "lwz \(value),0(\(address))"]
    case .riscv:
      let move = isIndexed ? ["add x8,\(address),x7"] : []
      let base = isIndexed ? "x8" : address
      return move + [kind == "aq" ? "lr.w.aq \(value),(\(base))" : "lw \(value),0(\(base))"]
    case .x86: return ["MOV \(value),[\(place)]"]
    case .amd64: return ["movl (\(place)),\(value)"]
    }
  }

  private func write(
    _ index: Int, _ place: String, _ number: Int, _ kind: String, isIndexed: Bool, isData: Bool
  ) -> [String] {
    let (value, address) = (register(5 + index), register(1 + index))
    switch language {
    case .aarch64:
      let set = isData ? "ADD \(value),W7,#\(number)" : "MOV \(value),#\(number)"
      let store = kind == "l" ? "STLR" : "STR"
      return [set, "\(store) \(value),[X\(1 + index)\(isIndexed ? ",W7,SXTW" : "")]"]
    case .arm:
      let set = isData ? "ADD \(value),R7,#\(number)" : "MOV \(value),#\(number)"
      return [set, "STR \(value),[\(address)\(isIndexed ? ",R7" : "")]"]
    case .power:
      let set = isData ? "addi \(value),r7,\(number)" : "li \(value),\(number)"
      return [set, isIndexed ? "stwx \(value),r7,\(address)" : "stw \(value),0(\(address))"]
    case .riscv:
      let set = isData ? "addi \(value),x7,\(number)" : "ori \(value),x0,\(number)"
      let base = isIndexed ? "x8" : address
      let move = isIndexed ? ["add x8,\(address),x7"] : []
      return [set] + move
        + [kind == "rl" ? "amoswap.w.rl x0,\(value),(\(base))" : "sw \(value),0(\(base))"]
    case .x86: return ["MOV [\(place)],$\(number)"]
    case .amd64: return ["movl $\(number),(\(place))"]
    }
  }

  /// What stands between the accesses.
  private func between(_ edge: String, _ second: AssemblyCycle.Access) -> [String] {
    if edge == "addr" || edge == "data" {
      switch language {
      case .aarch64: return ["EOR W7,W5,W5"]
      case .arm: return ["EOR R7,R5,R5"]
      case .power: return ["xor r7,r5,r5"]
      case .riscv: return ["xor x7,x5,x5"]
      case .x86, .amd64: return []
      }
    }
    if edge.hasPrefix("ctrl") {
      let branch: [String] =
        switch language {
        case .aarch64: ["CBNZ W5,L0", "L0:"]
        case .arm: ["CMP R5,R5", "BNE L0", "L0:"]
        case .power: ["cmpw r5,r5", "beq L0", "L0:"]
        case .riscv: ["bne x5,x0,L0", "L0:"]
        case .x86, .amd64: []
        }
      return branch + (edge == "ctrl" ? [] : [String(edge.dropFirst(4))])
    }
    if edge.hasPrefix("po") { return [] }
    let parts = edge.split(separator: ".")
    if parts[0] == "fence", parts.count == 3 { return ["fence \(parts[1]),\(parts[2])"] }
    return parts[0] == "fence" ? [edge] : [edge.replacing(".", with: " ")]
  }
}
