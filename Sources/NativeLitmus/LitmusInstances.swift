import CBarriers
import Synchronization

/// Many instances of one shape in memory, each with two locations on cache lines of their own, and the values that the
/// two threads' loads returned.
///
/// `@unchecked Sendable` is safe: what both threads access at once is accessed atomically; a thread's registers are
/// written by that thread only, and read, like the final values, only after both threads have met.
public final class LitmusInstances: @unchecked Sendable {
  /// Instances: their lines fill half a megabyte, which just fits into a core's own caches.
  public static let count = 2048
  /// Bytes from one location to the next: x86 fetches lines in pairs (Intel Optimization Manual, 2.1.5.4).
  private static let apart = 128
  /// Registers of a thread.
  private static let registers = 2

  private let locations: UnsafeMutableRawPointer
  /// One array for each thread.
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

  /// The order in which both threads visit the instances: every `stride`th from `start` on. The stride is odd, so that
  /// each is visited.
  public struct Walk: Sendable {
    let start: Int
    let stride: Int

    /// A walk from random bits.
    public init(random: UInt64) {
      start = Int(random >> 32)
      stride = Int(random & 0xffff_ffff) | 1
    }

    @inline(__always)
    func instance(_ step: Int) -> Int { (start &+ step &* stride) & (LitmusInstances.count - 1) }
  }

  /// Makes the accesses of one of the shape's threads in every instance, with nothing between them that would order
  /// them for the CPU.
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

  /// How many instances of one half ended in the shape's weak outcome. Called after both threads are done.
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

  /// Clears the locations of one half. Which of the next walk's accesses are slow depends on whose cache holds the
  /// locations then, so the two threads should swap halves.
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
