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
      switch kind {
      case .synchronizationMutex:
        return holdSynchronizationMutex(body)
      case .mutex, .spinlock, .ticketLock:
        pthread_mutex_lock(pthreadMutex)
        defer { pthread_mutex_unlock(pthreadMutex) }
        return body()
      }
    }

    @inlinable @inline(__always)
    func holdSynchronizationMutex<R>(_ body: () -> R) -> R {
      mutex._unsafeLock()
      defer { mutex._unsafeUnlock() }
      return body()
    }
  }
#endif
