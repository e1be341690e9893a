import CBarriers
import Synchronization

#if !hasFeature(Embedded)
  import CLinux
#endif

/// The ring on real memory. A view: whoever made it keeps the memory alive, and the locks, while a side uses it.
public struct HardwareMemory<Layout: RingLayout, Stores: PayloadStores>: Memory {
  public typealias Value = UInt32
  public typealias Event = IOEvent
  @usableFromInline typealias Word = UnsafeMutablePointer<Atomic<UInt32>>

  public let slots: UInt32
  @usableFromInline let stores: Stores
  @usableFromInline let headWord: Word
  @usableFromInline let tailWord: Word
  @usableFromInline let events: UnsafeMutablePointer<IOEvent>
  /// The first of the words that no ABI knows: `waiting`, the locks.
  @usableFromInline let otherWords: UnsafeMutableRawPointer
  #if !hasFeature(Embedded)
    @usableFromInline let locks: Unmanaged<SystemLocks>?
  #endif

  /// A view of a ring of `slots` slots at `base`, at least as large and aligned as the layout's offsets ask.
  @inlinable
  public init(base: UnsafeMutableRawPointer, slots: UInt32, stores: Stores) {
    let offsets = Layout.offsets(slots: slots)
    self.slots = slots
    self.stores = stores
    headWord = (base + offsets.head).assumingMemoryBound(to: Atomic<UInt32>.self)
    tailWord = (base + offsets.tail).assumingMemoryBound(to: Atomic<UInt32>.self)
    events = (base + offsets.events).assumingMemoryBound(to: IOEvent.self)
    otherWords = base + offsets.waiting
    #if !hasFeature(Embedded)
      locks = nil
    #endif
  }

  #if !hasFeature(Embedded)
    /// A view of a ring whose parts lie where somebody else put them, as io_uring's do.
    @inlinable
    public init(
      slots: UInt32, head: UnsafeMutableRawPointer, tail: UnsafeMutableRawPointer,
      events: UnsafeMutableRawPointer, otherWords: UnsafeMutableRawPointer, stores: Stores
    ) {
      self.slots = slots
      self.stores = stores
      headWord = head.assumingMemoryBound(to: Atomic<UInt32>.self)
      tailWord = tail.assumingMemoryBound(to: Atomic<UInt32>.self)
      self.events = events.assumingMemoryBound(to: IOEvent.self)
      self.otherWords = otherWords
      locks = nil
    }
  #endif

  @inlinable @inline(__always)
  func pointer(to word: RingWord) -> Word {
    switch word {
    case .head: headWord
    case .tail: tailWord
    case .waiting: otherWords.assumingMemoryBound(to: Atomic<UInt32>.self)
    case .lock: (otherWords + RingOffsets.apart).assumingMemoryBound(to: Atomic<UInt32>.self)
    case .ticket: (otherWords + 2 * RingOffsets.apart).assumingMemoryBound(to: Atomic<UInt32>.self)
    case .serving: (otherWords + 2 * RingOffsets.apart + 4).assumingMemoryBound(to: Atomic<UInt32>.self)
    }
  }

  @inlinable @inline(__always)
  public func constant(_ number: UInt32) -> UInt32 { number }

  @inlinable @inline(__always)
  public func load(_ word: RingWord, _ order: AccessOrder) -> UInt32 {
    switch order {
    case .relaxed, .release: pointer(to: word).pointee.load(ordering: .relaxed)
    case .acquire: pointer(to: word).pointee.load(ordering: .acquiring)
    case .seqCst: pointer(to: word).pointee.load(ordering: .sequentiallyConsistent)
    }
  }

  @inlinable @inline(__always)
  public func store(_ number: UInt32, to word: RingWord, _ order: AccessOrder) {
    switch order {
    case .relaxed, .acquire: pointer(to: word).pointee.store(number, ordering: .relaxed)
    case .release: pointer(to: word).pointee.store(number, ordering: .releasing)
    case .seqCst: pointer(to: word).pointee.store(number, ordering: .sequentiallyConsistent)
    }
  }

  @inlinable @inline(__always)
  public func exchange(_ word: RingWord, with number: UInt32, _ order: AccessOrder) -> UInt32 {
    switch order {
    case .relaxed: pointer(to: word).pointee.exchange(number, ordering: .relaxed)
    case .acquire: pointer(to: word).pointee.exchange(number, ordering: .acquiring)
    case .release: pointer(to: word).pointee.exchange(number, ordering: .releasing)
    case .seqCst: pointer(to: word).pointee.exchange(number, ordering: .sequentiallyConsistent)
    }
  }

  @inlinable @inline(__always)
  public func fetchIncrement(_ word: RingWord) -> UInt32 {
    pointer(to: word).pointee.wrappingAdd(1, ordering: .relaxed).oldValue
  }

  @inlinable @inline(__always)
  public func storeSuccessor(of value: UInt32, to word: RingWord, _ order: AccessOrder) {
    store(value &+ 1, to: word, order)
  }

  @inlinable @inline(__always)
  public func decide(_ value: UInt32, equals number: UInt32) -> Bool { value == number }

  @inlinable @inline(__always)
  public func read(slot: UInt32) -> IOEvent { events[Int(slot)] }

  @inlinable @inline(__always)
  public func write(_ event: IOEvent, slot: UInt32) { stores.write(event, to: events + Int(slot)) }

  @inlinable @inline(__always)
  public func fence(_ ordering: Ordering) {
    switch ordering {
    case .none, .acquire, .release, .seqCst: break
    case .compiler: rb_compiler_barrier()
    case .wmb: rb_smp_wmb()
    case .rmb: rb_smp_rmb()
    case .mb: rb_smp_mb()
    case .mfence: rb_mfence()
    case .sfence: rb_sfence()
    case .mbUnlessTSO:
      #if arch(x86_64)
        rb_compiler_barrier()
      #else
        rb_smp_mb()
      #endif
    case .acquireFence: atomicMemoryFence(ordering: .acquiring)
    case .releaseFence: atomicMemoryFence(ordering: .releasing)
    case .seqCstFence: atomicMemoryFence(ordering: .sequentiallyConsistent)
    case .membarrier:
      #if !hasFeature(Embedded)
        _ = rb_membarrier()
      #endif
    }
  }

  @inlinable @inline(__always)
  public func spin() -> Bool {
    rb_pause()
    return true
  }
}

#if hasFeature(Embedded)
  extension HardwareMemory {
    /// There is no system to lock with: never called, since the catalogue has no such row there.
    @inlinable public func withSystemLock<R>(_ kind: LockKind, _ body: () -> R) -> R { body() }
    /// There is no system to sleep in: spins.
    @inlinable public func sleep() { rb_pause() }
    @inlinable public func wake() { store(0, to: .waiting, .relaxed) }
  }
#else
  extension HardwareMemory {
    /// The view of a ring that lives in `ring`, with its locks. `ring` must outlive it.
    public init(_ ring: borrowing MappedRing<Layout>, stores: Stores) {
      let offsets = Layout.offsets(slots: ring.slots)
      slots = ring.slots
      self.stores = stores
      headWord = (ring.base + offsets.head).assumingMemoryBound(to: Atomic<UInt32>.self)
      tailWord = (ring.base + offsets.tail).assumingMemoryBound(to: Atomic<UInt32>.self)
      events = (ring.base + offsets.events).assumingMemoryBound(to: IOEvent.self)
      otherWords = ring.base + offsets.waiting
      locks = Unmanaged.passUnretained(ring.locks)
    }

    @inlinable @inline(__always)
    public func withSystemLock<R>(_ kind: LockKind, _ body: () -> R) -> R {
      guard let locks else { return body() }
      return locks._withUnsafeGuaranteedRef { $0.hold(kind, body) }
    }

    /// Sleeps for at most 10 ms a call, so that a wake-up that never comes is found and not waited for.
    @inlinable public func sleep() {
      _ = rb_futex_wait(UnsafeMutableRawPointer(pointer(to: .waiting)), 1, 10_000_000)
    }

    @inlinable public func wake() {
      store(0, to: .waiting, .relaxed)
      _ = rb_futex_wake(UnsafeMutableRawPointer(pointer(to: .waiting)))
    }
  }
#endif
