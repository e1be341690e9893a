import CBarriers
import Synchronization

/// Many instances of one shape in memory, each with two locations on cache lines of their own, and what the two
/// threads' loads returned.
///
/// Sendable without the compiler's word for it: what both threads access at once is atomic; registers are written by
/// the thread whose they are, and read, like the final values, only after the two have met.
public final class LitmusInstances: @unchecked Sendable {
  /// Instances in flight: their lines fill half a megabyte, which a core's own caches just hold.
  public static let count = 2048
  /// Bytes from one location to the next: x86 fetches lines in pairs (Intel Optimization Manual, 2.1.5.4).
  private static let apart = 128
  /// Registers of a thread.
  private static let registers = 2

  private let locations: UnsafeMutableRawPointer
  /// One array a thread.
  private let results: [UnsafeMutablePointer<UInt64>]

  public init() {
    locations = .allocate(byteCount: 2 * Self.count * Self.apart, alignment: Self.apart)
    locations.initializeMemory(as: UInt64.self, repeating: 0, count: 2 * Self.count * Self.apart / 8)
    results = (0..<2).map { _ in
      let array = UnsafeMutablePointer<UInt64>.allocate(capacity: Self.registers * Self.count)
      array.initialize(repeating: 0, count: Self.registers * Self.count)
      return array
    }
  }

  deinit {
    locations.deallocate()
    for array in results { array.deallocate() }
  }

  /// The order in which both threads pass through the instances: from `start` on, every `stride`th, which must be odd
  /// to get to each.
  public struct Walk: Sendable {
    let start: Int
    let stride: Int

    /// A walk made of random bits.
    public init(random: UInt64) {
      start = Int(random >> 32)
      stride = Int(random & 0xffff_ffff) | 1
    }

    @inline(__always)
    func instance(_ step: Int) -> Int { (start &+ step &* stride) & (LitmusInstances.count - 1) }
  }

  /// Passes through all instances with the accesses of one of the shape's threads, nothing between two of them that
  /// holds the CPU.
  @inline(never)
  public func run(_ shape: LitmusShape, thread: Int, _ walk: Walk) {
    let accesses = shape.threads[thread]
    let first = accesses[0]
    guard accesses.count > 1 else {
      // The only shape with a lone access has a store.
      return each(walk, thread) { instance, _ in self.store(first, instance) }
    }
    let second = accesses[1]
    switch (first.kind, second.kind) {
    case (.store, .store):
      each(walk, thread) { instance, _ in
        self.store(first, instance)
        rb_compiler_barrier()
        self.store(second, instance)
      }
    case (.store, .load):
      each(walk, thread) { instance, results in
        self.store(first, instance)
        rb_compiler_barrier()
        results[0] = self.load(second, instance)
      }
    case (.load, .store):
      each(walk, thread) { instance, results in
        let value = self.load(first, instance)
        rb_compiler_barrier()
        self.store(second, instance)
        results[0] = value
      }
    case (.load, .load):
      each(walk, thread) { instance, results in
        let value = self.load(first, instance)
        rb_compiler_barrier()
        results[1] = self.load(second, instance)
        results[0] = value
      }
    case (.streamingStore, _), (_, .streamingStore):
      each(walk, thread) { instance, _ in
        self.stream(first, instance)
        rb_compiler_barrier()
        self.store(second, instance)
      }
    }
    // Streaming stores must not arrive after the locations are cleared for the next walk.
    rb_sfence()
  }

  @inline(__always)
  private func each(
    _ walk: Walk, _ thread: Int,
    _ body: (_ instance: UnsafeMutableRawPointer, _ results: UnsafeMutablePointer<UInt64>) -> Void
  ) {
    let results = results[thread]
    for step in 0..<Self.count {
      let instance = walk.instance(step)
      body(locations + 2 * instance * Self.apart, results + Self.registers * instance)
    }
  }

  @inline(__always)
  private func word(
    _ instance: UnsafeMutableRawPointer, _ place: LitmusAccess.Place
  ) -> UnsafeMutablePointer<Atomic<UInt64>> {
    (instance + (place == .x ? 0 : Self.apart)).assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  @inline(__always)
  private func store(_ access: LitmusAccess, _ instance: UnsafeMutableRawPointer) {
    word(instance, access.place).pointee.store(access.value, ordering: .relaxed)
  }

  @inline(__always)
  private func load(_ access: LitmusAccess, _ instance: UnsafeMutableRawPointer) -> UInt64 {
    word(instance, access.place).pointee.load(ordering: .relaxed)
  }

  @inline(__always)
  private func stream(_ access: LitmusAccess, _ instance: UnsafeMutableRawPointer) {
    rb_stream_event(word(instance, access.place), access.value, 0, 0, 0)
  }

  /// How many instances of one half ended in the shape's weak outcome, once both threads have come to the end.
  public func countWeak(_ shape: LitmusShape, half: Int) -> UInt64 {
    var weak: UInt64 = 0
    for instance in Self.half(half) where isWeak(instance, shape) { weak += 1 }
    return weak
  }

  private func isWeak(_ instance: Int, _ shape: LitmusShape) -> Bool {
    shape.weakOutcome.allSatisfy { observation in
      switch observation {
      case .register(let thread, let number, let value):
        results[thread][Self.registers * instance + number] == value
      case .memory(let place, let value):
        self[instance, place].pointee.load(ordering: .relaxed) == value
      }
    }
  }

  /// Clears the locations of one half. In whose cache they are when the next walk comes decides which of its accesses
  /// are slow, so the halves should change hands.
  public func clear(half: Int) {
    for instance in Self.half(half) {
      self[instance, .x].pointee.store(0, ordering: .relaxed)
      self[instance, .y].pointee.store(0, ordering: .relaxed)
    }
  }

  private static func half(_ half: Int) -> Range<Int> { half == 0 ? 0..<count / 2 : count / 2..<count }

  private subscript(instance: Int, place: LitmusAccess.Place) -> UnsafeMutablePointer<Atomic<UInt64>> {
    word(locations + 2 * instance * Self.apart, place)
  }
}
