import AIORing
import CLinux
import Glibc

/// An io_uring: its file and its mapped queues, which are freed with the last reference to it.
///
/// It has at most one ``IOUringSubmitter`` and one ``IOUringReaper`` at a time, on the same thread or not; each holds a
/// reference.
///
/// `@unchecked Sendable` is safe: the pointers are set in `init` and never change, and the memory behind them, shared
/// with the kernel, is accessed by one submitter and one reaper as the ring's protocol demands.
public final class IOUring: @unchecked Sendable {
  /// Who takes requests off the submission queue.
  public enum Submission: Equatable, Sendable {
    /// The program, by io_uring_enter(2).
    case systemCall
    /// A thread of the kernel, bound to `cpu` if given, which sleeps after `idleMilliseconds` without a request:
    /// IORING_SETUP_SQPOLL.
    case poller(cpu: Int32?, idleMilliseconds: UInt32)
  }

  @usableFromInline let file: Int32
  let producingEnd = RingEnd()
  let consumingEnd = RingEnd()
  private let rings: UnsafeMutableRawPointer
  private let ringsLength: Int
  private let entries: UnsafeMutableRawPointer
  private let entriesLength: Int
  /// Who takes requests off the submission queue.
  public let submission: Submission
  let submissions: IOUringMemory<SubmissionSlot>
  let completions: IOUringMemory<CompletionSlot>
  /// Slots of the completion queue, the kernel's.
  public var completionSlots: UInt32 { completions.slots }
  /// Slots of the submission queue, the kernel's.
  public var submissionSlots: UInt32 { submissions.slots }

  /// An io_uring of `requests` submission slots.
  ///
  /// - Throws: ``KernelRingError/unavailable(call:errno:reason:)`` where io_uring_setup is missing or forbidden.
  public init(requests: UInt32 = 128, submission: Submission = .systemCall) throws(KernelRingError) {
    var parameters = io_uring_params()
    if case .poller(let cpu, let idle) = submission {
      parameters.flags = UInt32(IORING_SETUP_SQPOLL)
      parameters.sq_thread_idle = idle
      if let cpu {
        parameters.flags |= UInt32(IORING_SETUP_SQ_AFF)
        parameters.sq_thread_cpu = UInt32(cpu)
      }
    }
    let file = rb_io_uring_setup(requests, &parameters)
    guard file >= 0 else { throw KernelRingError(call: "io_uring_setup", result: file) }
    // One mapping for both queues: Linux 5.4.
    guard parameters.features & UInt32(IORING_FEAT_SINGLE_MMAP) != 0 else {
      close(Int32(file))
      throw .unavailable(
        call: "io_uring_setup", errno: ENOSYS, reason: "io_uring_setup is not available: this needs Linux 5.4"
      )
    }
    let (sq, cq) = (parameters.sq_off, parameters.cq_off)
    let ringsLength = max(
      Int(sq.array) + Int(parameters.sq_entries) * 4,
      Int(cq.cqes) + Int(parameters.cq_entries) * MemoryLayout<IOUringEntry>.stride)
    let entriesLength = Int(parameters.sq_entries) * MemoryLayout<io_uring_sqe>.stride
    func map(_ length: Int, _ offset: Int) -> UnsafeMutableRawPointer? {
      let memory = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, Int32(file), offset)
      return memory == MAP_FAILED ? nil : memory
    }
    guard let rings = map(ringsLength, 0) else {
      let code = errno
      close(Int32(file))
      throw KernelRingError(call: "mmap", result: -Int(code))
    }
    guard let entries = map(entriesLength, Int(IORING_OFF_SQES)) else {
      let code = errno
      munmap(rings, ringsLength)
      close(Int32(file))
      throw KernelRingError(call: "mmap", result: -Int(code))
    }
    // The array maps slots to entries: here always to the entry of the same number.
    let order = (rings + Int(sq.array)).assumingMemoryBound(to: UInt32.self)
    for slot in 0..<parameters.sq_entries { order[Int(slot)] = slot }
    let flags = rings + Int(sq.flags)
    submissions = IOUringMemory(
      slots: parameters.sq_entries, head: rings + Int(sq.head), tail: rings + Int(sq.tail), storage: entries,
      waiting: flags, file: Int32(file))
    // The completion queue has no waiting word: who waits calls io_uring_enter.
    completions = IOUringMemory(
      slots: parameters.cq_entries, head: rings + Int(cq.head), tail: rings + Int(cq.tail),
      storage: rings + Int(cq.cqes), waiting: flags, file: Int32(file))
    self.submission = submission
    (self.file, self.rings, self.ringsLength) = (Int32(file), rings, ringsLength)
    (self.entries, self.entriesLength) = (entries, entriesLength)
  }

  deinit {
    munmap(entries, entriesLength)
    munmap(rings, ringsLength)
    close(file)
  }

  /// Asks the kernel to take `count` requests off the queue. Returns how many it took.
  func enter(submit count: UInt32) throws(KernelRingError) -> Int {
    let result = rb_io_uring_enter(file, count, 0, 0)
    if result == -Int(EAGAIN) || result == -Int(EBUSY) || result == -Int(EINTR) { return 0 }
    guard result >= 0 else { throw KernelRingError(call: "io_uring_enter", result: result) }
    return result
  }

  /// Waits until the queue holds `least` completions, by io_uring_enter(2).
  public func waitForCompletions(_ least: UInt32) throws(KernelRingError) {
    let result = rb_io_uring_enter(file, 0, least, UInt32(IORING_ENTER_GETEVENTS))
    guard result >= 0 || result == -Int(EINTR) else {
      throw KernelRingError(call: "io_uring_enter", result: result)
    }
  }
}
