import AIORing
import CPeers

/// The events of a peer's consumer that were not due, all of one producer. How the peer's ring works is not known: after a
/// duplicate or a loss the check goes on with what comes, so that one fault counts once and neither side waits for ever.
///
/// Used by the consumer's thread during a burst, and by others between bursts only.
final class PeerCheck {
  private(set) var tally = EventTally()
  private let slots: UInt32

  /// More events ahead than this is no loss but an event that nobody pushed.
  private static let farAhead: UInt64 = 1 << 32

  init(slots: UInt32) { self.slots = slots }

  /// What the peer's loops call. The check must outlive them.
  var functions: ringbench_check {
    ringbench_check(
      context: Unmanaged.passUnretained(self).toOpaque(),
      bad: { context, event, due in
        guard let context, let event else { return due &+ 1 }
        let words = event.pointee
        return Unmanaged<PeerCheck>.fromOpaque(context).takeUnretainedValue()
          .note(IOEvent(data: words.data, obj: words.obj, res: words.res, res2: words.res2), due: due)
      },
      missing: { context, _, count in
        guard let context else { return }
        Unmanaged<PeerCheck>.fromOpaque(context).takeUnretainedValue().tally.noteLost(count)
      })
  }

  /// Notes an event that is not due, and returns the number of the one that is due after it.
  func note(_ event: IOEvent, due: UInt64) -> UInt64 {
    let dueEvent = IOEvent(data: due, obj: 0, res: 0, res2: 0)
    tally.note(event, due: EventSequence(slots: slots, from: dueEvent))
    let isWhole = event == EventSequence(slots: slots, from: event).event
    guard isWhole, event.data < due || event.data - due < Self.farAhead else { return due + 1 }
    if event.data < due { return due }
    // The event itself is noted; those between it and the one that was due are lost too.
    tally.noteLost(event.data - due - 1)
    return event.data + 1
  }
}
