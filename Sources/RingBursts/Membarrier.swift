import CLinux

/// membarrier(2), private expedited: the consumer of the strategy of the same name makes it before it sleeps.
enum Membarrier {
  /// Registers this process, which the kernel requires before the first call; `call` returns 0 or an errno.
  ///
  /// - Throws: ``TrialError/unavailable(_:)`` where the kernel has no such call, or a sandbox forbids it.
  static func register(_ call: () -> Int32 = { rb_membarrier_register() }) throws(TrialError) {
    let error = call()
    guard error == 0 else {
      throw .unavailable("membarrier(2), private expedited (Linux 4.14; errno \(error) here)")
    }
  }
}
