import AIORing
import Testing

@testable import WeakMemory

/// The rings whose slots carry a tag, and those whose indices are stored lazily.
@Suite struct RingProtocolTests {
  /// A layout and an index use.
  struct Ring: Sendable, CustomTestStringConvertible {
    var layout: LayoutKind
    var indexUse: IndexUseKind
    var testDescription: String { "\(layout.rawValue), \(indexUse.rawValue)" }

    static let all = LayoutKind.allCases.flatMap { layout in
      IndexUseKind.allCases.filter(layout.takes).map { Ring(layout: layout, indexUse: $0) }
    }

    func settings(capacity: Int = 1) -> VerificationSettings {
      var settings = VerificationSettings()
      (settings.layout, settings.indexUse) = (layout, indexUse)
      settings.sizes.capacity = capacity
      return settings
    }
  }

  @Test(arguments: Ring.all.filter { $0.layout != .aio })
  func `Each edge is needed where it is needed in the kernel's ring`(ring: Ring) {
    for row in KnownVerdicts.rows {
      for (models, cell) in zip(KnownVerdicts.columns, row.cells) {
        for model in models {
          let letters = [RingShape.publishObserve, .claimRetire].map { shape in
            let verdict = Verification(
              Subject(edges: row.edges), under: model, shape: shape, settings: ring.settings()
            ).verdict
            return verdict == .allowed ? "A" : verdict == .forbidden ? "F" : "?"
          }
          #expect(letters.joined() == cell, "\(row) under \(model.rawValue)")
        }
      }
    }
  }

  @Test(arguments: Ring.all)
  func `Acquire and release are enough, and the positive control is caught, under every model`(ring: Ring)
    throws
  {
    let sound = Subject(try #require(Catalogue.entry(named: "acquire-release")))
    let broken = Subject(try #require(Catalogue.entry(named: "tail-first")))
    // A lazy side holds something back only where the ring has room for two.
    for capacity in [1, 2] {
      let settings = ring.settings(capacity: capacity)
      for model in Model.allCases {
        #expect(Verification(sound, under: model, shape: .ring, settings: settings).verdict == .forbidden)
        #expect(Verification(broken, under: model, shape: .ring, settings: settings).verdict == .allowed)
      }
    }
  }

  @Test(arguments: Ring.all)
  func `A batch is published and freed as a whole, and safely, under every model`(ring: Ring) throws {
    let sound = Subject(try #require(Catalogue.entry(named: "acquire-release")))
    let broken = Subject(try #require(Catalogue.entry(named: "tail-first")))
    var settings = ring.settings(capacity: 2)
    (settings.sizes.pushes, settings.sizes.pops, settings.sizes.batch) = (4, 4, 2)
    for model in Model.allCases {
      #expect(Verification(sound, under: model, shape: .ring, settings: settings).verdict == .forbidden)
      #expect(Verification(broken, under: model, shape: .ring, settings: settings).verdict == .allowed)
    }
  }

  @Test(arguments: Ring.all)
  func `A strategy that claims to wake sleepers does so`(ring: Ring) {
    for entry in Catalogue.entries where entry.claimsWakeUps {
      for model in Model.allCases where entry.correctnessClaim.covers(model) {
        let verdict = Verification(
          Subject(entry), under: model, shape: .wakeSleep, settings: ring.settings()
        ).verdict
        #expect(verdict == .forbidden, "\(entry.name) under \(model.rawValue)")
      }
    }
  }

  @Test func `A witness of a tagged ring speaks of its tags`() throws {
    let none = Subject(try #require(Catalogue.entry(named: "none")))
    let ring = Ring(layout: .tagged, indexUse: .cached)
    let witness = try #require(
      Verification(none, under: .power, shape: .publishObserve, settings: ring.settings()).witness)
    #expect(witness.steps.joined().contains { $0.contains("store tag 0 = 1") })
    #expect(
      witness.sentence(for: .publish) == "the tag became visible before the event in slot 0 that it publishes"
    )
    #expect(!RingExecution(witness, missing: [.publish, .observe]).overtakings.isEmpty)
  }

  @Test(arguments: LitmusDialect.allCases)
  func `A tagged ring is printed as a litmus test with its tag as a word`(dialect: LitmusDialect) throws {
    let subject = Subject(try #require(Catalogue.entry(named: "acquire-release")))
    let text = try LitmusExport(
      subject, shape: .publishObserve, dialect: dialect, layout: .tagged, indexUse: .cached
    ).text()
    #expect(text.contains("tag0") && !text.contains("tail"))
    #expect(text.contains("publish-observe+acquire-release+tagged+cached"))
  }
}
