/// One thread of a program. It is run many times, on recorders that decide what its reads return.
///
/// It must do the same whenever it reads the same, must end whatever it reads, and must branch on what it read only
/// by way of ``ThreadRecorder/branch(on:)``, which is how the recorder learns of control dependencies.
public protocol ThreadProgram: Sendable {
  func run(on recorder: ThreadRecorder)
}

/// A thread given by a closure.
public struct ClosureProgram: ThreadProgram {
  let body: @Sendable (ThreadRecorder) -> Void
  public init(_ body: @escaping @Sendable (ThreadRecorder) -> Void) { self.body = body }
  public func run(on recorder: ThreadRecorder) { body(recorder) }
}
