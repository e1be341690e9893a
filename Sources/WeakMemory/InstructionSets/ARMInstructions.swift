import AIORing

/// ARMv7, A32 (Arm ARM, ARMv7-A, A8.8).
enum ARMInstructions {
  static let table: [String: MemoryInstruction] = {
    var table: [String: MemoryInstruction] = [
      "ldr": MemoryInstruction(.load(.load), bytes: 4),
      "ldrb": MemoryInstruction(.load(.load), bytes: 1),
      "ldrh": MemoryInstruction(.load(.load), bytes: 2),
      "ldrsb": MemoryInstruction(.load(.load), bytes: 1, isSigned: true),
      "ldrsh": MemoryInstruction(.load(.load), bytes: 2, isSigned: true),
      "ldrd": MemoryInstruction(.load(.load), bytes: 8),
      "str": MemoryInstruction(.store(.store), bytes: 4),
      "strb": MemoryInstruction(.store(.store), bytes: 1),
      "strh": MemoryInstruction(.store(.store), bytes: 2),
      "strd": MemoryInstruction(.store(.store), bytes: 8),
      "ldrex": MemoryInstruction(.loadExclusive(.atomic), bytes: 4),
      "strex": MemoryInstruction(.storeExclusive(.atomic), bytes: 4),
      "vldr": MemoryInstruction(.load(.load), bytes: 8),
      "vstr": MemoryInstruction(.store(.store), bytes: 8),
      "vld1.64": MemoryInstruction(.load(.load), bytes: 8),
      "vst1.64": MemoryInstruction(.store(.store), bytes: 8),
      "vld1.32": MemoryInstruction(.load(.load), bytes: 8),
      "vst1.32": MemoryInstruction(.store(.store), bytes: 8),
      "isb": MemoryInstruction(.barrier(.isb)),
    ]
    for barrier in ["dmb", "dsb"] {
      for domain in ["ish", "sy"] {
        table["\(barrier) \(domain)"] = MemoryInstruction(.barrier(.dmbIsh))
        table["\(barrier) \(domain == "sy" ? "" : domain)st"] = MemoryInstruction(.barrier(.dmbIshst))
      }
    }
    return table
  }()
}
