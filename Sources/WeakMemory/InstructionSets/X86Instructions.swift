import AIORing

/// x86 (Intel SDM, volume 3, 9.2): all that orders more than a plain access. Whether another instruction loads or stores
/// is a matter of its operands.
enum X86Instructions {
  static let table: [String: MemoryInstruction] = [
    "mfence": MemoryInstruction(.barrier(.mfence)),
    "sfence": MemoryInstruction(.barrier(.sfence)),
    // Loads from ordinary memory are in order anyway.
    "lfence": MemoryInstruction(.barrier(nil)),
    // An exchange with memory is locked without the prefix.
    "xchg": MemoryInstruction(.update(.exchange, load: .xchg, store: .xchg)),
    "lock add": MemoryInstruction(.update(.add, load: .lockedAtomic, store: .lockedAtomic)),
    "lock xadd": MemoryInstruction(.update(.add, load: .lockedAtomic, store: .lockedAtomic)),
    "lock and": MemoryInstruction(.update(.and, load: .lockedAtomic, store: .lockedAtomic)),
    "lock or": MemoryInstruction(.update(.or, load: .lockedAtomic, store: .lockedAtomic)),
    "lock xor": MemoryInstruction(.update(.xor, load: .lockedAtomic, store: .lockedAtomic)),
    "lock xchg": MemoryInstruction(.update(.exchange, load: .lockedAtomic, store: .lockedAtomic)),
    "lock cmpxchg": MemoryInstruction(
      .update(.compareExchange, load: .lockedAtomic, store: .lockedAtomic)),
  ]
}
