import AIORing

/// What a function of the Linux kernel does, as far as its memory model knows it
/// (tools/memory-model/linux-kernel.def; Documentation/herd-representation.txt), or one of C11's atomics.
enum KernelPrimitive: Equatable, Sendable {
  /// How the argument names the word.
  enum Operand: Sendable {
    /// `*x`: the word itself.
    case place
    /// `x`: a pointer to it.
    case pointer
  }

  /// What a read-modify-write makes of the old value and its argument.
  enum Operation: String, CaseIterable, Sendable {
    case add, sub, inc, dec, and, or, xor, andnot

    /// `inc` and `dec` take no value.
    var takesValue: Bool { self != .inc && self != .dec }

    func callAsFunction(_ old: Int64, _ value: Int64) -> Int64 {
      switch self {
      case .add: old &+ value
      case .sub: old &- value
      case .inc: old &+ 1
      case .dec: old &- 1
      case .and: old & value
      case .or: old | value
      case .xor: old ^ value
      case .andnot: old & ~value
      }
    }
  }

  /// What a read-modify-write gives back.
  enum Result: Sendable {
    case nothing, old, new
    /// 1 if the new value is 0.
    case newIsZero
    /// 1 if the new value is below 0.
    case newIsNegative
  }

  case load(AccessOrder, Operand)
  case store(AccessOrder, Operand)
  /// smp_store_mb(): a store, then a full barrier.
  case storeThenBarrier
  case fence(Fence)
  case exchange(UpdateOrder)
  case compareExchange(UpdateOrder)
  /// C11's: what is expected stands in memory, and what was found is written there if it is something else.
  case compareExchangeStrong(UpdateOrder)
  /// An atomic operation; the value, if any, is the first argument and the pointer the last.
  case modify(Operation, UpdateOrder, Result)
  case addUnless
  case lock, unlock, tryLock, isLocked
  /// SRCU; the word is the domain.
  case srcuReadLock, srcuReadUnlock, synchronizeSRCU

  /// The primitive of that name; nil if the model has none.
  static func named(_ name: String) -> KernelPrimitive? { table[name] }

  /// Why a name that looks like a kernel function has no meaning here.
  static func refusal(_ name: String) -> String {
    return "\(name)() is not in the kernel's memory model (linux-kernel.def)"
  }

  /// How many arguments it takes.
  var argumentCount: Int {
    switch self {
    case .fence: 0
    case .load, .lock, .unlock, .tryLock, .isLocked, .srcuReadLock, .synchronizeSRCU: 1
    case .store, .storeThenBarrier, .exchange, .srcuReadUnlock: 2
    case .modify(let operation, _, _): operation.takesValue ? 2 : 1
    case .compareExchange, .compareExchangeStrong, .addUnless: 3
    }
  }

  /// How its word is named.
  var operand: Operand {
    switch self {
    case .load(_, let operand), .store(_, let operand): operand
    case .storeThenBarrier: .place
    default: .pointer
    }
  }

  /// Which argument names the word: the last of an atomic operation, the first of everything else.
  var wordArgument: Int {
    if case .modify(let operation, _, _) = self, operation.takesValue { return 1 }
    return 0
  }

  /// Which argument herd7 evaluates only where the update succeeds; nil if none.
  var conditionalArgument: Int? {
    switch self {
    case .compareExchange, .compareExchangeStrong: 2
    case .addUnless: 1
    default: nil
    }
  }

  /// Whether its word is a spinlock.
  var actsOnLock: Bool {
    switch self {
    case .lock, .unlock, .tryLock, .isLocked: true
    default: false
    }
  }

  /// Whether it is part of RCU, which the kernel's model alone gives a meaning.
  var isRCU: Bool {
    switch self {
    case .srcuReadLock, .srcuReadUnlock, .synchronizeSRCU: true
    case .fence(.rcuReadLock), .fence(.rcuReadUnlock), .fence(.synchronizeRCU), .fence(.afterSRCUReadUnlock):
      true
    default: false
    }
  }

  private static let table: [String: KernelPrimitive] = {
    var table: [String: KernelPrimitive] = [
      "READ_ONCE": .load(.relaxed, .place),
      "WRITE_ONCE": .store(.relaxed, .place),
      "smp_load_acquire": .load(.acquire, .pointer),
      "smp_store_release": .store(.release, .pointer),
      // Outside of RCU's axioms these two are accesses like any other.
      "rcu_dereference": .load(.relaxed, .place),
      "rcu_assign_pointer": .store(.release, .place),
      "smp_store_mb": .storeThenBarrier,
      "smp_mb": .fence(.mb),
      "smp_rmb": .fence(.rmb),
      "smp_wmb": .fence(.wmb),
      "barrier": .fence(.compiler),
      "smp_mb__before_atomic": .fence(.beforeAtomic),
      "smp_mb__after_atomic": .fence(.afterAtomic),
      "smp_mb__after_spinlock": .fence(.afterSpinlock),
      "smp_mb__after_unlock_lock": .fence(.afterUnlockLock),
      "smp_mb__after_srcu_read_unlock": .fence(.afterSRCUReadUnlock),
      "rcu_read_lock": .fence(.rcuReadLock),
      "rcu_read_unlock": .fence(.rcuReadUnlock),
      "synchronize_rcu": .fence(.synchronizeRCU),
      "synchronize_rcu_expedited": .fence(.synchronizeRCU),
      "srcu_read_lock": .srcuReadLock,
      "srcu_read_unlock": .srcuReadUnlock,
      "srcu_down_read": .srcuReadLock,
      "srcu_up_read": .srcuReadUnlock,
      "synchronize_srcu": .synchronizeSRCU,
      "synchronize_srcu_expedited": .synchronizeSRCU,
      "spin_lock": .lock,
      "spin_unlock": .unlock,
      "spin_trylock": .tryLock,
      "spin_is_locked": .isLocked,
      "atomic_read": .load(.relaxed, .pointer),
      "atomic_read_acquire": .load(.acquire, .pointer),
      "atomic_set": .store(.relaxed, .pointer),
      "atomic_set_release": .store(.release, .pointer),
      "atomic_add_unless": .addUnless,
    ]
    let orders: [(suffix: String, order: UpdateOrder)] = [
      ("_relaxed", .relaxed), ("_acquire", .acquire), ("_release", .release), ("", .full),
    ]
    for (suffix, order) in orders {
      for prefix in ["", "atomic_"] {
        table["\(prefix)xchg\(suffix)"] = .exchange(order)
        table["\(prefix)cmpxchg\(suffix)"] = .compareExchange(order)
      }
      for operation in Operation.allCases {
        table["atomic_fetch_\(operation)\(suffix)"] = .modify(operation, order, .old)
      }
      for operation in [Operation.add, .sub, .inc, .dec] {
        table["atomic_\(operation)_return\(suffix)"] = .modify(operation, order, .new)
      }
      table["atomic_add_negative\(suffix)"] = .modify(.add, order, .newIsNegative)
    }
    for operation in Operation.allCases {
      // Without a value given back there is no ordering either.
      table["atomic_\(operation)"] = .modify(operation, .relaxed, .nothing)
    }
    for operation in [Operation.sub, .dec, .inc] {
      table["atomic_\(operation)_and_test"] = .modify(operation, .full, .newIsZero)
    }
    // The 64-bit and long families differ in width only.
    for (name, primitive) in table where name.hasPrefix("atomic_") {
      let rest = name.dropFirst("atomic_".count)
      table["atomic64_\(rest)"] = primitive
      table["atomic_long_\(rest)"] = primitive
    }
    return table
  }()
}
