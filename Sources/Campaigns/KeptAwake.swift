import CBarriers
import Glibc
import Synchronization
import Topology

/// Keeps CPUs from going idle between trials: a thread on each that spins at the lowest priority, so that anything else that
/// runs there takes the CPU from it at once.
///
/// On a virtual machine a CPU that goes idle is given up, and the host puts it somewhere else when it wakes: without this the
/// two CPUs are at another distance, on cores of another speed, in every second trial.
final class KeptAwake: Sendable {
  /// `sched(7)`: runs only when nothing else does. The header has it for some feature sets only.
  private static let idlePolicy: Int32 = 5

  private let threads: [pthread_t]
  private let end: End

  /// Shared with the threads.
  private final class End: Sendable {
    let isReached = Atomic<Bool>(false)
  }

  /// What a thread is told.
  private final class Task: Sendable {
    let cpu: Int
    let end: End
    init(cpu: Int, end: End) { (self.cpu, self.end) = (cpu, end) }

    /// Spins until the end, or not at all where the system refuses the priority or the binding: at an ordinary priority it
    /// would disturb what it is for.
    func run() {
      var parameters = sched_param()
      guard sched_setscheduler(0, KeptAwake.idlePolicy, &parameters) == 0,
        (try? ThreadBinding.bind(to: CPU(cpu))) != nil
      else { return }
      while !end.isReached.load(ordering: .relaxed) { rb_pause() }
    }
  }

  /// Begins for the CPUs with these OS indices.
  init(_ cpus: some Sequence<Int>) {
    let end = End()
    self.end = end
    threads = cpus.compactMap { cpu in
      var thread = pthread_t()
      let task = Unmanaged.passRetained(Task(cpu: cpu, end: end))
      let error = pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          Unmanaged<Task>.fromOpaque(argument).takeRetainedValue().run()
          return nil
        }, task.toOpaque())
      guard error == 0 else {
        task.release()
        return nil
      }
      return thread
    }
  }

  /// Lets the CPUs go idle again.
  deinit {
    end.isReached.store(true, ordering: .relaxed)
    for thread in threads { pthread_join(thread, nil) }
  }
}
