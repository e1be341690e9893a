import AIORing

/// POWER (Power ISA, book I, 3.3, and book II, 4.6).
enum PowerInstructions {
  static let table: [String: MemoryInstruction] = [
    "lwz": MemoryInstruction(.load(.load), bytes: 4),
    "lwzx": MemoryInstruction(.load(.load), bytes: 4),
    "ld": MemoryInstruction(.load(.load), bytes: 8),
    "ldx": MemoryInstruction(.load(.load), bytes: 8),
    "stw": MemoryInstruction(.store(.store), bytes: 4),
    "stwx": MemoryInstruction(.store(.store), bytes: 4),
    "std": MemoryInstruction(.store(.store), bytes: 8),
    "stdx": MemoryInstruction(.store(.store), bytes: 8),
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
}
