import AIORing

/// AArch64 (Arm ARM, DDI 0487, C6.2).
enum AArch64Instructions {
  static let table: [String: MemoryInstruction] = {
    var table: [String: MemoryInstruction] = ["isb": MemoryInstruction(.barrier(.isb))]
    // The models have one shareability domain. DSB orders what DMB orders, and more.
    for barrier in ["dmb", "dsb"] {
      for domain in ["ish", "osh", "sy"] {
        let suffix = domain == "sy" ? "" : domain
        table["\(barrier) \(domain)"] = MemoryInstruction(.barrier(.dmbIsh))
        table["\(barrier) \(suffix)ld"] = MemoryInstruction(.barrier(.dmbIshld))
        table["\(barrier) \(suffix)st"] = MemoryInstruction(.barrier(.dmbIshst))
      }
    }
    // Pairs, and the hints ldnp and stnp, are as ordered as any load or store.
    for (part, bytes) in [("", nil), ("b", 1), ("h", 2)] as [(String, Int?)] {
      func add(_ name: String, _ kind: MemoryInstruction.Kind) {
        table[name + part] = MemoryInstruction(kind, bytes: bytes)
      }
      for name in ["ldr", "ldur"] { add(name, .load(.load)) }
      for name in ["str", "stur"] { add(name, .store(.store)) }
      add("ldar", .load(.ldar))
      for name in ["ldapr", "ldapur"] { add(name, .load(.ldapr)) }
      for name in ["stlr", "stlur"] { add(name, .store(.stlr)) }
      add("ldxr", .loadExclusive(.atomic))
      add("ldaxr", .loadExclusive(.ldaxr))
      add("stxr", .storeExclusive(.atomic))
      add("stlxr", .storeExclusive(.stlxr))
      let atomics: [(String, MemoryInstruction.AtomicOperation)] = [
        ("swp", .exchange), ("cas", .compareExchange), ("ldadd", .add), ("ldset", .or), ("ldclr", .clear),
        ("ldeor", .xor), ("ldsmax", .maximum), ("ldsmin", .minimum), ("ldumax", .unsignedMaximum),
        ("ldumin", .unsignedMinimum),
      ]
      for (name, operation) in atomics {
        for (order, load, store) in [
          ("", .atomic, .atomic), ("a", .ldaxr, .atomic), ("l", .atomic, .stlxr), ("al", .ldaxr, .stlxr),
        ] as [(String, Instruction, Instruction)] {
          add(name + order, .update(operation, load: load, store: store))
          // stadd and so on: the value read goes nowhere, so that nothing is acquired.
          if name.hasPrefix("ld"), load == .atomic {
            add("st" + name.dropFirst(2) + order, .update(operation, load: load, store: store))
          }
        }
      }
    }
    for (part, bytes) in [("b", 1), ("h", 2), ("w", 4)] {
      for name in ["ldrs", "ldurs"] {
        table[name + part] = MemoryInstruction(.load(.load), bytes: bytes, isSigned: true)
      }
      table["ldapurs" + part] = MemoryInstruction(.load(.ldapr), bytes: bytes, isSigned: true)
    }
    for name in ["ldp", "ldnp"] { table[name] = MemoryInstruction(.load(.load)) }
    for name in ["stp", "stnp"] { table[name] = MemoryInstruction(.store(.store)) }
    return table
  }()
}
