import CLinux
import Glibc

/// Puts threads on CPUs.
public enum ThreadBinding {
  /// Binds the calling thread to one CPU and makes sure that it runs there. Safe on any thread.
  ///
  /// - Throws: ``TopologyError/cannotBind(_:reason:)``.
  public static func bind(to cpu: CPU) throws(TopologyError) {
    guard let number = UInt32(exactly: cpu.index) else { throw .cannotBind(cpu, reason: "no such CPU") }
    let error = rb_bind_to_cpu(number)
    guard error == 0 else { throw .cannotBind(cpu, reason: String(cString: strerror(error))) }
    // The kernel has moved the thread by the time the call returns (sched_setaffinity(2)).
    let found = rb_current_cpu()
    guard found == Int32(number) else { throw .cannotBind(cpu, reason: "it runs on CPU \(found)") }
  }
}
