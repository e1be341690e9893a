import CBarriers

/// How the producer writes an event into its slot.
public protocol PayloadStores: Sendable {
  var kind: PayloadStoreKind { get }
  /// 64-bit words of an event in the ring (``EventSize``).
  var eventWords: Int { get }
}

extension PayloadStores {
  /// `struct io_event`.
  @inlinable public var eventWords: Int { IOEvent.words }
}

/// The payload stores by name. As a value it is a kind of stores that is chosen at run time, at the price of
/// one well-predicted branch for each event.
public enum PayloadStoreKind: String, CaseIterable, Sendable, PayloadStores {
  /// The processor's ordinary stores.
  case ordinary
  /// Non-temporal stores, which x86 orders weakly.
  case streaming

  @inlinable public var kind: PayloadStoreKind { self }

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

extension PayloadStores {
  /// Writes one event.
  @inlinable @inline(__always)
  func write(_ event: IOEvent, to slot: UnsafeMutablePointer<IOEvent>) {
    switch kind {
    case .ordinary: slot.pointee = event
    case .streaming: rb_stream_event(slot, event.data, event.obj, event.res, event.res2)
    }
  }
}

/// Payload stores and the size of events, both chosen at run time. Streaming stores are there for events of the usual size only.
public struct ChosenStores: PayloadStores {
  public let kind: PayloadStoreKind
  public let eventWords: Int
  /// Stores of that kind, for events of that size.
  public init(_ kind: PayloadStoreKind, _ size: EventSize) { (self.kind, eventWords) = (kind, size.words) }
}

/// ``PayloadStoreKind/ordinary``, known at compile time.
public struct OrdinaryStores: PayloadStores {
  @inlinable public init() {}
  @inlinable public var kind: PayloadStoreKind { .ordinary }
}

/// Ordinary stores of events of one word, known at compile time.
public struct OneWordStores: PayloadStores {
  @inlinable public init() {}
  @inlinable public var kind: PayloadStoreKind { .ordinary }
  @inlinable public var eventWords: Int { 1 }
}
