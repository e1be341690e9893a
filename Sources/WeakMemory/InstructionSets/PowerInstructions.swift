import AIORing

/// POWER (Power ISA, book I, 3.3, and book II, 4.6).
enum PowerInstructions {
  static let table: [String: MemoryInstruction] = {
    var table: [String: MemoryInstruction] = [
      "lwarx": MemoryInstruction(.loadExclusive(.atomic), bytes: 4),
      "ldarx": MemoryInstruction(.loadExclusive(.atomic), bytes: 8),
      "stwcx.": MemoryInstruction(.storeExclusive(.atomic), bytes: 4),
      "stdcx.": MemoryInstruction(.storeExclusive(.atomic), bytes: 8),
      "sync": MemoryInstruction(.barrier(.sync)),
      "hwsync": MemoryInstruction(.barrier(.sync)),
      "lwsync": MemoryInstruction(.barrier(.lwsync)),
      "eieio": MemoryInstruction(.barrier(.eieio)),
      "isync": MemoryInstruction(.barrier(.isync)),
    ]
    // With a displacement or, by the x, with an index. Algebraic loads keep the sign.
    for (suffix, bytes) in [("bz", 1), ("hz", 2), ("wz", 4), ("d", 8)] {
      for index in ["", "x"] { table["l\(suffix)\(index)"] = MemoryInstruction(.load(.load), bytes: bytes) }
    }
    for (suffix, bytes) in [("ha", 2), ("wa", 4)] {
      for index in ["", "x"] {
        table["l\(suffix)\(index)"] = MemoryInstruction(.load(.load), bytes: bytes, isSigned: true)
      }
    }
    for (suffix, bytes) in [("b", 1), ("h", 2), ("w", 4), ("d", 8)] {
      for index in ["", "x"] {
        table["st\(suffix)\(index)"] = MemoryInstruction(.store(.store), bytes: bytes)
      }
    }
    return table
  }()
}
