import AIORing

/// An atomic function of C11 (ISO C11, 7.17), as herd7's C tests use them: `atomic_load_explicit(x, memory_order_acquire)`.
/// The functions without `_explicit` are sequentially consistent. `atomic_fetch_add()` and its kin are the kernel's,
/// whose arguments stand the other way round.
struct C11Atomic: Sendable {
  /// What it does, given its memory order.
  let primitive: @Sendable (UpdateOrder) -> KernelPrimitive
  /// How many arguments stand before the memory orders.
  let operandCount: Int
  /// How many memory orders it takes; 0 if it is sequentially consistent.
  let orderCount: Int

  /// The function of that name; nil if C11 has none.
  static func named(_ name: String) -> C11Atomic? { table[name] }

  /// The order of that name; nil if C11 has none. Compilers take consume for acquire, and so do the models.
  static func order(named name: String) -> UpdateOrder? {
    switch name {
    case "memory_order_relaxed": .relaxed
    case "memory_order_acquire", "memory_order_consume": .acquire
    case "memory_order_release": .release
    case "memory_order_acq_rel": .acquireRelease
    case "memory_order_seq_cst": .seqCst
    default: nil
    }
  }

  private static let table: [String: C11Atomic] = {
    var table: [String: C11Atomic] = [:]
    func add(
      _ name: String, _ operands: Int, orders: Int = 1,
      _ primitive: @escaping @Sendable (UpdateOrder) -> KernelPrimitive
    ) {
      table["\(name)_explicit"] = C11Atomic(
        primitive: primitive, operandCount: operands, orderCount: orders)
      if KernelPrimitive.named(name) == nil {
        table[name] = C11Atomic(primitive: primitive, operandCount: operands, orderCount: 0)
      }
    }
    add("atomic_load", 1) { .load($0.single ?? .seqCst, .pointer) }
    add("atomic_store", 2) { .store($0.single ?? .seqCst, .pointer) }
    add("atomic_exchange", 2) { .exchange($0) }
    add("atomic_compare_exchange_strong", 3, orders: 2) { .compareExchangeStrong($0) }
    for operation in [KernelPrimitive.Operation.add, .sub, .and, .or, .xor] {
      add("atomic_fetch_\(operation)", 2) { .modify(operation, $0, .old) }
    }
    return table
  }()
}

extension KernelPrimitive {
  /// The barriers that atomic_thread_fence() is made of.
  static func threadFences(_ order: UpdateOrder) -> [Fence] {
    switch order {
    case .relaxed: []
    case .acquire: [.acquireFence]
    case .release: [.releaseFence]
    case .acquireRelease: [.acquireFence, .releaseFence]
    case .seqCst, .full: [.seqCstFence]
    }
  }
}
