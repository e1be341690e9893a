import AIORing

/// RISC-V (unprivileged ISA: RV64I, the A extension, Zihintpause).
enum RISCVInstructions {
  static let table: [String: MemoryInstruction] = {
    var table: [String: MemoryInstruction] = [
      "fence.tso": MemoryInstruction(.barrier(.fenceTSO)),
      // The hint PAUSE lies in the encodings of FENCE.
      "fence w,0": MemoryInstruction(.barrier(nil)),
      // Orders instruction fetches behind stores (Zifencei). RVWMO gives it no part in the order of data accesses, and
      // herd7's riscv.cat names it nowhere.
      "fence.i": MemoryInstruction(.barrier(nil)),
    ]
    let orders: [(String, Instruction)] = [
      ("", .atomic), (".aq", .amoAq), (".rl", .amoRl), (".aqrl", .amoAqRl), (".aq.rl", .amoAqRl),
    ]
    // herd7 writes loads and stores with an order too, as the manual's appendix on the model does.
    for (suffix, order) in orders {
      for (name, bytes) in ["b": 1, "bu": 1, "h": 2, "hu": 2, "w": 4, "wu": 4, "d": 8] {
        let isSigned = !name.hasSuffix("u")
        table["l\(name)\(suffix)"] = MemoryInstruction(
          .load(suffix.isEmpty ? .load : order), bytes: bytes, isSigned: isSigned)
        if isSigned {
          table["s\(name)\(suffix)"] = MemoryInstruction(
            .store(suffix.isEmpty ? .store : order), bytes: bytes)
        }
      }
    }
    (table["fld"], table["fsd"]) = (table["ld"], table["sd"])
    let atomics: [(String, MemoryInstruction.AtomicOperation)] = [
      ("amoswap", .exchange), ("amoadd", .add), ("amoor", .or), ("amoand", .and), ("amoxor", .xor),
      ("amomax", .maximum), ("amomin", .minimum), ("amomaxu", .unsignedMaximum),
      ("amominu", .unsignedMinimum),
    ]
    for (width, bytes) in [("w", 4), ("d", 8)] {
      for (suffix, order) in orders {
        table["lr.\(width)\(suffix)"] = MemoryInstruction(.loadExclusive(order), bytes: bytes)
        table["sc.\(width)\(suffix)"] = MemoryInstruction(.storeExclusive(order), bytes: bytes)
        for (name, operation) in atomics {
          table["\(name).\(width)\(suffix)"] = MemoryInstruction(
            .update(operation, load: order, store: order), bytes: bytes)
        }
      }
    }
    // What devices do (i, o) is no memory access.
    for before in ["r", "w", "rw"] {
      for after in ["r", "w", "rw"] {
        guard let fence = Instruction(rawValue: "fence \(before),\(after)") else { continue }
        for one in ["", "i", "o", "io"] {
          for other in ["", "i", "o", "io"] {
            table["fence \(one)\(before),\(other)\(after)"] = MemoryInstruction(.barrier(fence))
          }
        }
      }
    }
    table["fence"] = table["fence rw,rw"]
    return table
  }()
}
