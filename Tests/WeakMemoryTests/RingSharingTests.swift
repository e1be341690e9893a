import AIORing
import Testing

@testable import WeakMemory

/// Rings that several producers share.
@Suite struct RingSharingTests {
  /// A layout, and how two producers claim its slots.
  struct SharedRing: Sendable, CustomTestStringConvertible {
    var layout: LayoutKind
    var sharing: SharingKind
    var testDescription: String { "\(layout.rawValue), \(sharing.rawValue)" }

    static let all = LayoutKind.allCases.flatMap { layout in
      SharingKind.allCases.filter(layout.takes).map { SharedRing(layout: layout, sharing: $0) }
    }
    static let fetchAdd = SharedRing(layout: .sequenced, sharing: .fetchAdd)

    func settings(capacity: Int, pushes: Int = 2, pops: Int = 2) -> VerificationSettings {
      var settings = VerificationSettings()
      settings.layout = layout
      settings.sharing = RingSharing(producers: 2, kind: sharing)
      settings.sizes = RingSizes(pushes: pushes, pops: pops, capacity: capacity)
      return settings
    }
  }

  @Test(arguments: SharedRing.all)
  func
    `Acquire and release are enough for two producers, and the positive control is caught, under every model`(
      ring: SharedRing
    ) throws
  {
    let sound = Subject(try #require(Catalogue.entry(named: "acquire-release")))
    let broken = Subject(try #require(Catalogue.entry(named: "tail-first")))
    for capacity in [1, 2] {
      let settings = ring.settings(capacity: capacity)
      for model in Model.allCases {
        let verification = Verification(sound, under: model, shape: .ring, settings: settings)
        #expect(verification.verdict == .forbidden, "\(model.rawValue), capacity \(capacity)")
        #expect(verification.executions > 1)
        #expect(Verification(broken, under: model, shape: .ring, settings: settings).verdict == .allowed)
      }
    }
  }

  /// The claims that rest on the fullness branch alone: enough for one producer, since RC11 has no load buffering. Of two
  /// producers nothing orders the first one's event before the second one's in the same slot but the acquire that is not
  /// there.
  private static let restsOnBranch = ["kernel-2014", "kernel-today", "qemu", "seastar", "spdk"]

  @Test(arguments: [SharedRing(layout: .padded, sharing: .spinlock), .fetchAdd], [1, 2])
  func `A strategy does for two producers what it does for one, but in C11 where claim has no acquire`(
    ring: SharedRing, capacity: Int
  ) {
    for entry in Catalogue.entries where entry.barriers.lock == nil {
      for model in Model.allCases {
        var settings = ring.settings(capacity: capacity)
        let two = Verification(Subject(entry), under: model, shape: .ring, settings: settings).verdict
        settings.sharing = nil
        let one = Verification(Subject(entry), under: model, shape: .ring, settings: settings).verdict
        let differs =
          model == .rc11 && ring.sharing == .fetchAdd && capacity == 1
          && Self.restsOnBranch.contains(entry.name)
        #expect((two != one) == differs, "\(entry.name) under \(model.rawValue)")
        #expect(!differs || two == .allowed)
      }
    }
  }

  @Test func `A strategy that is a lock shares the ring under that lock`() throws {
    let ticketLock = Subject(try #require(Catalogue.entry(named: "ticket-lock")))
    let verification = Verification(
      ticketLock, under: .armv8, shape: .ring, settings: SharedRing.fetchAdd.settings(capacity: 1))
    #expect(verification.sharing == RingSharing(producers: 2, kind: .ticketLock))
    #expect(verification.verdict == .forbidden)
  }

  @Test func `Two events of each of two producers arrive in order`() throws {
    let sound = Subject(try #require(Catalogue.entry(named: "acquire-release")))
    let settings = SharedRing.fetchAdd.settings(capacity: 2, pushes: 4, pops: 4)
    for model in Model.allCases {
      let verdict = Verification(sound, under: model, shape: .ring, settings: settings).verdict
      #expect(verdict == .forbidden, "\(model.rawValue)")
    }
  }

  @Test(arguments: [
    ([1, 3, 2, 4], nil), ([3, 4, 1, 2], nil), ([1], nil), ([2], 0), ([1, 1], 1), ([1, 3, 3], 2), ([1, 0], 1),
    ([1, 4], 1), ([5], 0),
  ])
  func `Each pop is due the next event of some producer`(pops: [Int64], bad: Int?) {
    let ring = RingProgram(
      AssignedBarriers(), shape: .ring, layout: .sequenced, indexUse: .fresh,
      sharing: RingSharing(producers: 2, kind: .fetchAdd), sizes: RingSizes(pushes: 4, pops: 4),
      payload: .relaxed)
    #expect([0, 1].map(ring.events) == [1..<3, 3..<5])
    #expect(ring.firstBadPop { pops.indices.contains($0) ? pops[$0] : nil } == bad)
  }

  @Test func `An ablation of a shared ring says which edge is needed`() throws {
    let sound = Subject(try #require(Catalogue.entry(named: "acquire-release")))
    let settings = SharedRing.fetchAdd.settings(capacity: 1)
    let rows = Ablation(sound, models: [.x86TSO, .armv8], settings: settings).rows
    #expect(rows.map(\.edge) == [.claim, .publish, .observe, .retire].flatMap { [$0, $0] })
    #expect(rows.filter { $0.model == .x86TSO }.allSatisfy { $0.isCorrect && !$0.isNeeded })
    #expect(rows.filter { $0.model == .armv8 && $0.isNeeded }.map(\.edge) == [.publish, .observe, .retire])
  }

  @Test func `A witness of a shared ring names its threads`() throws {
    let none = Subject(try #require(Catalogue.entry(named: "none")))
    let witness = try #require(
      Verification(
        none, under: .power, shape: .ring, settings: SharedRing.fetchAdd.settings(capacity: 2)
      ).witness)
    #expect(witness.steps.count == 3)
    #expect([0, 1, 2].map(witness.side(ofThread:)) == [.producer, .producer, .consumer])
    #expect(witness.summary.hasSuffix("which is no producer's next event"))
    #expect(witness.sentence(for: .claim).hasSuffix("before it loaded the sequence number that frees it"))
  }
}
