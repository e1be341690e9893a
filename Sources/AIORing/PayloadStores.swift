import CBarriers

/// How the producer writes an event into its slot.
public protocol PayloadStores: Sendable, SendableMetatype {
  static var kind: PayloadStoreKind { get }
  /// Writes one event.
  static func write(_ event: IOEvent, to slot: UnsafeMutablePointer<IOEvent>)
}

/// The payload stores by name.
public enum PayloadStoreKind: String, CaseIterable, Sendable {
  /// The processor's ordinary stores.
  case ordinary
  /// Non-temporal stores, weakly ordered by the hardware where it has such.
  case streaming

  /// Whether this machine has stores of the kind. arm64's `stnp` is a hint and stays as ordered as any store.
  public var isAvailable: Bool {
    switch self {
    case .ordinary: true
    case .streaming:
      #if arch(x86_64) || arch(arm64)
        true
      #else
        false
      #endif
    }
  }
}

/// ``PayloadStoreKind/ordinary`` as a type.
public enum OrdinaryStores: PayloadStores {
  @inlinable public static var kind: PayloadStoreKind { .ordinary }
  @inlinable @inline(__always)
  public static func write(_ event: IOEvent, to slot: UnsafeMutablePointer<IOEvent>) { slot.pointee = event }
}

/// ``PayloadStoreKind/streaming`` as a type.
public enum StreamingStores: PayloadStores {
  @inlinable public static var kind: PayloadStoreKind { .streaming }
  @inlinable @inline(__always)
  public static func write(_ event: IOEvent, to slot: UnsafeMutablePointer<IOEvent>) {
    rb_stream_event(slot, event.data, event.obj, event.res, event.res2)
  }
}
