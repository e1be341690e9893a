/// The number of a memory location of a program.
public typealias Location = Int

/// Threads, the locations they share and the initial values of these.
public struct Program: Sendable {
  public var threads: [any ThreadProgram]
  /// The initial value of each location; its count is the number of locations.
  public var initial: [Int64]

  public init(threads: [any ThreadProgram], initial: [Int64]) {
    (self.threads, self.initial) = (threads, initial)
  }
}
