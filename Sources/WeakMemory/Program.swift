/// A memory location of a program, by number.
public typealias Location = Int

/// Threads, the locations they share and what these hold at first.
public struct Program: Sendable {
  public var threads: [any ThreadProgram]
  /// The initial value of each location; its count is the number of locations.
  public var initial: [Int64]

  public init(threads: [any ThreadProgram], initial: [Int64]) {
    (self.threads, self.initial) = (threads, initial)
  }
}
