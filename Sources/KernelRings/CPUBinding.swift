import CLinux

/// The CPUs that the calling thread may run on; put back when the value ends.
struct CPUBinding: ~Copyable {
  private var mask = [UInt64](repeating: 0, count: 16)
  /// Their numbers, ascending.
  let allowed: [Int32]

  init() {
    let bytes = rb_get_affinity(&mask)
    let words = mask
    allowed = bytes < 0 ? [] : (0..<1024).filter { words[$0 / 64] >> ($0 % 64) & 1 == 1 }.map(Int32.init)
  }

  /// Binds the calling thread; false if the kernel refused.
  @discardableResult
  static func bind(to cpu: Int32) -> Bool { rb_bind_to_cpu(cpu) == 0 }

  deinit {
    if !allowed.isEmpty { _ = rb_set_affinity(mask) }
  }
}
