import Testing

@testable import AIORing

@Suite struct NativeExpectationTests {
  private func expectation(_ name: String, _ stores: PayloadStoreKind) throws -> NativeExpectation {
    NativeExpectation(
      eventsOf: try #require(Catalogue.entry(named: name)), stores: stores, on: .x86)
  }

  @Test(arguments: [
    "none", "kernel-2002", "kernel-2003", "kernel-2008", "kernel-2014", "acquire-release",
    "acquire-release-fences", "spinlock", "ticket-lock", "fio-2020",
  ])
  func `Strategies without an instruction that orders stores are expected to fail with streaming stores`(
    name: String
  ) throws {
    let expectation = try expectation(name, .streaming)
    #expect(expectation.outcome == .violated)
    #expect(expectation.unorderedEdges == [.publish])
    #expect(!expectation.isClaimed)
  }

  @Test(arguments: [
    "full-fence", "full-fence-mfence", "streaming-fence", "seq-cst", "mutex", "synchronization-mutex",
  ])
  func `Store fences and locked instructions wait for streaming stores`(name: String) throws {
    let expectation = try expectation(name, .streaming)
    #expect(expectation.outcome == .clean)
    #expect(expectation.isClaimed)
  }

  @Test func `Ordinary stores are expected to be clean where the compiler cannot reorder them`() throws {
    #expect(try expectation("kernel-2002", .ordinary).outcome == .clean)
    #expect(try expectation("kernel-2014", .ordinary).outcome == .clean)
    #expect(try expectation("none", .ordinary).outcome == .either)
    #expect(try expectation("tail-first", .ordinary).outcome == .violated)
  }

  @Test func `Wake-ups need a full barrier on both sides`() throws {
    let expected = Dictionary(
      uniqueKeysWithValues: Catalogue.entries.map {
        ($0.name, NativeExpectation(wakeUpsOf: $0, on: .x86).outcome)
      })
    #expect(expected["kernel-2003"] == .violated)
    #expect(expected["acquire-release"] == .violated)
    for name in ["kernel-2008", "kernel-2014", "full-fence", "seq-cst", "membarrier", "mutex"] {
      #expect(expected[name] == .clean)
    }
    #expect(
      NativeExpectation(wakeUpsOf: try #require(Catalogue.entry(named: "fio-2020")), on: .x86)
        .unorderedEdges == [.sleep])
  }

  @Test func `No strategy that claims wake-ups is expected to lose any`() {
    for entry in Catalogue.entries where entry.claimsWakeUps {
      #expect(NativeExpectation(wakeUpsOf: entry, on: .armv8).outcome == .clean, "\(entry.name)")
    }
  }
}
