import AIORing

/// What the ring's memory holds at an address.
enum Place: Hashable, Sendable {
  case word(RingWord)
  /// 64-bit words of the event in the slot.
  case event(ClosedRange<Int>)
}

/// What happens on one way through a function, in the order of the instructions.
enum PathStep: Equatable, Sendable {
  case access(Effect.Kind, Instruction, Place)
  case barrier(Instruction)
  case branch
}

/// The way through a function that does what the function is for: a push that finds room, a pop that finds an event.
struct AccessPath: Equatable, Sendable {
  let steps: [PathStep]
  /// Instructions that any way through the function executes, and their bytes.
  let instructions: Int
  let bytes: Int

  /// The shortest way through the function at `start` that makes the accesses of `entry`; nil if there is none.
  init?(
    _ entry: EntryPoint, at start: UInt64, in code: [UInt64: MachineInstruction],
    reader: any InstructionReader
  ) {
    var follower = PathFollower(code: code, reader: reader)
    follower.follow(start, registers: [reader.baseRegister: 0], visited: [], steps: [])
    instructions = follower.reached.count
    bytes = follower.reached.reduce(0) { $0 + (code[$1]?.bytes ?? 0) }
    let ends = entry.edges.map(EdgeEnds.init)
    let complete = follower.paths.filter { path in
      ends.allSatisfy {
        !$0.positions($0.before, in: path).isEmpty && !$0.positions($0.after, in: path).isEmpty
      }
    }
    guard let shortest = complete.min(by: { $0.count < $1.count }) else { return nil }
    steps = shortest
  }
}

/// Follows every way through a function, each instruction at most once a way: a loop that waits is left at once.
/// The addresses of accesses come from following the registers that hold the ring's address plus a constant.
private struct PathFollower {
  /// By address: the compiler ends one of two functions with the same code in a jump to the other.
  let code: [UInt64: MachineInstruction]
  let reader: any InstructionReader
  private(set) var paths: [[PathStep]] = []
  private(set) var reached: Set<UInt64> = []
  private let offsets = AIOLayout.offsets(slots: EntryPoint.slots)
  /// A function of the ring has a handful of branches; more ways than this are no ring's.
  private let limit = 4096

  init(code: [UInt64: MachineInstruction], reader: any InstructionReader) {
    (self.code, self.reader) = (code, reader)
  }

  mutating func follow(
    _ start: UInt64, registers: [String: Int], visited: Set<UInt64>, steps: [PathStep]
  ) {
    var (address, registers, visited, steps) = (start, registers, visited, steps)
    while let instruction = code[address], visited.insert(address).inserted, paths.count < limit {
      reached.insert(address)
      for effect in reader.effects(of: instruction) {
        switch effect {
        case .access(let kind, let instruction, let base, let offset, let bytes):
          if let known = registers[base], let place = place(known + offset, bytes: bytes) {
            steps.append(.access(kind, instruction, place))
          }
        case .barrier(let instruction): steps.append(.barrier(instruction))
        case .move(let register, let from, let plus): registers[register] = registers[from].map { $0 + plus }
        case .clobber(let register): registers[register] = nil
        case .leave(let isConditional):
          if isConditional { steps.append(.branch) }
          paths.append(steps)
          if !isConditional { return }
        case .jump(let target, let isConditional):
          if isConditional { steps.append(.branch) }
          follow(target, registers: registers, visited: visited, steps: steps)
          if !isConditional { return }
        }
      }
      address += UInt64(instruction.bytes)
    }
  }

  private func place(_ offset: Int, bytes: Int) -> Place? {
    switch offset {
    case offsets.head: return .word(.head)
    case offsets.tail: return .word(.tail)
    case offsets.waiting: return .word(.waiting)
    case offsets.lock: return .word(.lock)
    case offsets.ticket: return .word(.ticket)
    case offsets.serving: return .word(.serving)
    default:
      let start = offset - offsets.events
      guard start >= 0, start < IOEvent.size else { return nil }
      return .event(start / 8...(start + bytes - 1) / 8)
    }
  }
}

/// The accesses on either side of an edge.
struct EdgeEnds {
  enum End {
    case load(RingWord)
    case store(RingWord)
    case readEvent, writeEvent
  }
  let edge: Edge
  let before: End
  let after: End

  init(_ edge: Edge) {
    self.edge = edge
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

  func positions(_ end: End, in steps: [PathStep]) -> [Int] {
    steps.indices.filter { index in
      guard case .access(let kind, _, let place) = steps[index] else { return false }
      switch (end, kind, place) {
      case (.load(let word), .load, .word(let at)), (.load(let word), .update, .word(let at)),
        (.store(let word), .store, .word(let at)), (.store(let word), .update, .word(let at)):
        return word == at
      case (.readEvent, .load, .event), (.writeEvent, .store, .event): return true
      default: return false
      }
    }
  }
}
