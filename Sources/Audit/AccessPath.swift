import AIORing

/// What the ring's memory holds at an address.
enum Place: Hashable, Sendable {
  case word(RingWord)
  /// 64-bit words of the event in the slot.
  case event(ClosedRange<Int>)
}

/// One step on a path through a function, in the order of the instructions.
enum PathStep: Equatable, Sendable {
  case access(Effect.Kind, Instruction, Place)
  case barrier(Instruction)
  case branch
}

/// Why a function cannot be judged.
public enum UnreadablePath: Error, Equatable {
  /// An instruction that no table has, or an access to the ring at an address that cannot be followed.
  case instruction(String)
  /// No path through the function makes all the accesses that the function is for.
  case incomplete
}

/// The path through a function on which it succeeds: a push that finds room, a pop that finds an event.
struct AccessPath: Equatable, Sendable {
  let steps: [PathStep]
  /// The number of instructions on this path.
  let executed: Int
  /// The number of instructions on any path through the function, and their size in bytes.
  let instructions: Int
  let bytes: Int

  /// The shortest path through the function at `start` that makes the accesses of `entry`.
  init(
    _ entry: EntryPoint, isLocked: Bool, layout: LayoutKind, at start: UInt64,
    in code: [UInt64: MachineInstruction], reader: any InstructionReader
  ) throws(UnreadablePath) {
    var follower = PathFollower(code: code, reader: reader, layout: layout, side: entry.side)
    follower.follow(
      Self.body(at: start, in: code, reader: reader), registers: [reader.baseRegister: .ring(0)], visited: [],
      path: PartialPath())
    if let unreadable = follower.unreadable { throw .instruction(unreadable) }
    instructions = follower.reached.count
    bytes = follower.reached.reduce(0) { $0 + (code[$1]?.bytes ?? 0) }
    // A lock is taken and released on the paths that find the ring full, too.
    let ends = entry.edges(isLocked: false) + (isLocked ? entry.edges(isLocked: true) : [])
    let complete = follower.paths.filter { path in
      ends.allSatisfy {
        !$0.positions($0.before, in: path.steps).isEmpty && !$0.positions($0.after, in: path.steps).isEmpty
      }
    }
    guard let shortest = complete.min(by: { $0.steps.count < $1.steps.count }) else { throw .incomplete }
    (steps, executed) = (shortest.steps, shortest.executed)
  }

  /// Where the function's own code begins. Of two functions with the same code the compiler keeps one and makes the
  /// other a jump to it (two instructions on RISC-V).
  static func body(
    at start: UInt64, in code: [UInt64: MachineInstruction], reader: any InstructionReader
  ) -> UInt64 {
    var address = start
    for _ in 0..<2 {
      guard let instruction = code[address] else { return start }
      switch reader.effects(of: instruction)?.first {
      case .jump(let target, isConditional: false): return body(at: target, in: code, reader: reader)
      case .compute(_, from: _): address += UInt64(instruction.bytes)
      default: return start
      }
    }
    return start
  }
}

/// A path through a function, or the beginning of one.
private struct PartialPath {
  var steps: [PathStep] = []
  var executed = 0
}

/// Follows every path through a function, each instruction at most once a path, so that a loop that waits is left after
/// one turn. Addresses are known by following the registers that hold the ring's address plus a constant.
private struct PathFollower {
  /// What a register holds, if that depends on the ring's address.
  enum Address: Equatable {
    case ring(Int)
    /// Computed from the ring's address by more than adding a constant.
    case derived
  }

  /// All instructions by address: the compiler may end one function in a jump to another.
  let code: [UInt64: MachineInstruction]
  let reader: any InstructionReader
  private(set) var paths: [PartialPath] = []
  private(set) var reached: Set<UInt64> = []
  /// The first instruction that could not be followed.
  private(set) var unreadable: String?
  private let offsets: RingOffsets
  private let ringProtocol: RingProtocol
  private let side: Edge.Side
  /// The most paths that are followed: a function of the ring has a handful of branches.
  private let limit = 4096

  init(
    code: [UInt64: MachineInstruction], reader: any InstructionReader, layout: LayoutKind, side: Edge.Side
  ) {
    (self.code, self.reader, self.side) = (code, reader, side)
    offsets = layout.layout.offsets(slots: EntryPoint.slots)
    ringProtocol = layout.layout.ringProtocol
  }

  mutating func follow(_ start: UInt64, registers: [String: Address], visited: Set<UInt64>, path: PartialPath)
  {
    var (address, registers, visited, path) = (start, registers, visited, path)
    while let instruction = code[address], visited.insert(address).inserted, paths.count < limit,
      unreadable == nil
    {
      reached.insert(address)
      path.executed += 1
      guard let effects = reader.effects(of: instruction) else {
        unreadable = instruction.text
        return
      }
      for effect in effects {
        switch effect {
        case .access(let kind, let by, let base, let offset, let bytes):
          guard let known = registers[base] else { continue }
          guard case .ring(let start) = known, let offset,
            let place = place(start + offset, bytes: bytes, kind)
          else {
            unreadable = instruction.text
            return
          }
          path.steps.append(.access(kind, by, place))
        case .barrier(let instruction): path.steps.append(.barrier(instruction))
        case .move(let register, let from, let plus):
          switch registers[from] {
          case .ring(let offset): registers[register] = .ring(offset + plus)
          case let other: registers[register] = other
          }
        case .compute(let register, let from):
          registers[register] = from.contains { registers[$0] != nil } ? .derived : nil
        case .skip(let next): follow(next, registers: registers, visited: visited, path: path)
        case .trap: return
        case .leave(let isConditional):
          if isConditional { path.steps.append(.branch) }
          paths.append(path)
          if !isConditional { return }
        case .jump(let target, let isConditional):
          if isConditional { path.steps.append(.branch) }
          follow(target, registers: registers, visited: visited, path: path)
          if !isConditional { return }
        }
      }
      address += UInt64(instruction.bytes)
    }
  }

  private func place(_ offset: Int, bytes: Int, _ kind: Effect.Kind) -> Place? {
    // The entry points work on the first slot; its tag takes the tail's part, and a sequence number, where it says that the
    // slot is free, the head's too.
    let sign = ringProtocol.publishesInSlot ? offsets.events + offsets.tag : offsets.tail
    let isFreeing = ringProtocol.freesInSlot && (kind == .load) == (side == .producer)
    let words: [(Int, RingWord)] = [
      (offsets.head, .head), (sign, isFreeing ? .head : .tail), (offsets.waiting, .waiting),
      (offsets.lock, .lock),
      (offsets.ticket, .ticket), (offsets.serving, .serving),
    ]
    if let word = words.first(where: { $0.0 == offset }) { return bytes == 4 ? .word(word.1) : nil }
    let start = offset - offsets.events
    guard start >= 0, start + bytes <= IOEvent.size, offset + bytes <= sign || offset > sign else {
      return nil
    }
    return .event(start / 8...(start + bytes - 1) / 8)
  }
}

/// Two accesses that code must keep in order, and what the order between them is called.
struct OrderedAccesses: Equatable, Sendable {
  enum End: Equatable, Sendable {
    case load(RingWord)
    case store(RingWord)
    case readEvent, writeEvent
    /// An access that takes or releases a lock, and one that the lock protects.
    case takeLock, releaseLock, protected
  }
  /// An edge of the ring, or taking or releasing a lock.
  enum Name: Equatable, Sendable {
    case edge(Edge)
    case lock
    case unlock
  }
  let name: Name
  let before: End
  let after: End

  init(_ edge: Edge) {
    name = .edge(edge)
    (before, after) =
      switch edge {
      case .claim: (.load(.head), .writeEvent)
      case .publish: (.writeEvent, .store(.tail))
      case .observe: (.load(.tail), .readEvent)
      case .retire: (.readEvent, .store(.head))
      case .wake: (.store(.tail), .load(.waiting))
      case .sleep: (.store(.waiting), .load(.tail))
      }
  }

  private init(_ name: Name, _ before: End, _ after: End) {
    (self.name, self.before, self.after) = (name, before, after)
  }

  /// A lock is taken before anything that it protects is accessed.
  static let lock = OrderedAccesses(.lock, .takeLock, .protected)
  /// A lock is released after everything that it protects was accessed.
  static let unlock = OrderedAccesses(.unlock, .protected, .releaseLock)

  func positions(_ end: End, in steps: [PathStep]) -> [Int] {
    steps.indices.filter { index in
      guard case .access(let kind, _, let place) = steps[index] else { return false }
      switch (end, kind, place) {
      case (.load(let word), .load, .word(let at)), (.load(let word), .update, .word(let at)),
        (.store(let word), .store, .word(let at)), (.store(let word), .update, .word(let at)),
        (.store(let word), .unreturnedUpdate, .word(let at)):
        return word == at
      case (.readEvent, .load, .event), (.writeEvent, .store, .event): return true
      // The load-locked, not its store-conditional; a ticket lock is taken by the load of `serving`.
      case (.takeLock, .update, .word(.lock)), (.takeLock, .load, .word(.lock)),
        (.takeLock, .load, .word(.serving)):
        return true
      case (.releaseLock, .store, .word(.lock)): return index == steps.lastIndex { $0.isStore(to: .lock) }
      case (.releaseLock, .store, .word(.serving)): return true
      case (.protected, _, .event), (.protected, _, .word(.head)), (.protected, _, .word(.tail)): return true
      default: return false
      }
    }
  }
}

extension PathStep {
  fileprivate func isStore(to word: RingWord) -> Bool {
    if case .access(.store, _, .word(word)) = self { true } else { false }
  }
}
