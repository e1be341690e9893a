#if !hasFeature(Embedded)
  import Glibc
  import Synchronization

  /// The locks of a ring that are not made of its own words: pthread_mutex_t and `Synchronization.Mutex`.
  ///
  /// `@unchecked Sendable`: the pthread mutex is initialised before the ring is shared and destroyed after
  /// both sides are done; in between it is only locked and unlocked, which any thread may do.
  public final class SystemLocks: @unchecked Sendable {
    @usableFromInline let pthreadMutex: UnsafeMutablePointer<pthread_mutex_t>
    @usableFromInline let mutex = Mutex<Void>(())

    /// Both locks, free.
    public init() {
      pthreadMutex = .allocate(capacity: 1)
      pthread_mutex_init(pthreadMutex, nil)
    }

    deinit {
      pthread_mutex_destroy(pthreadMutex)
      pthreadMutex.deallocate()
    }

    /// Runs `body` while the lock of that kind is held.
    @inlinable @inline(__always)
    func hold<R>(_ kind: LockKind, _ body: () -> R) -> R {
      acquire(kind)
      defer { release(kind) }
      return body()
    }

    /// Waits until the lock of that kind is free, and takes it.
    @inlinable @inline(__always)
    func acquire(_ kind: LockKind) {
      switch kind {
      case .synchronizationMutex: mutex._unsafeLock()
      case .mutex, .spinlock, .ticketLock: pthread_mutex_lock(pthreadMutex)
      }
    }

    /// Frees it; called by the thread that took it.
    @inlinable @inline(__always)
    func release(_ kind: LockKind) {
      switch kind {
      case .synchronizationMutex: mutex._unsafeUnlock()
      case .mutex, .spinlock, .ticketLock: pthread_mutex_unlock(pthreadMutex)
      }
    }
  }
#endif
