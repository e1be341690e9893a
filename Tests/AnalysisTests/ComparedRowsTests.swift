import AIORing
import RunRecord
import SampleRecords
import Testing

@testable import Analysis

@Suite("The ring in which strategies are compared") struct ComparedRowsTests {
  private static func key(
    _ strategy: String, _ layout: LayoutKind, _ indexUse: IndexUseKind, isControl: Bool = false
  ) -> RowKey {
    RowKey(
      RingSpec(strategy, layout: layout, indexUse: indexUse), workload: .handOff, turnEvents: 256,
      isNegativeControl: isControl)
  }

  private static let strategies = ["none", "acquire-release", "seq-cst"]
  private static let rows =
    strategies.flatMap { [key($0, .aio, .fresh), key($0, .padded, .cached)] } + [
      key("acquire-release", .padded, .lazy), key("acquire-release", .tagged, .cached),
      key("acquire-release", .padded, .cached, isControl: true),
    ]

  @Test("is the one in which most were measured, padded with cached indices if it is among them")
  func most() {
    let ring = MeasuredRing(ofMost: Self.rows.shuffled())
    #expect(ring?.layout == .padded && ring?.indexUse == .cached)
    #expect(MeasuredRing(ofMost: [Self.key("none", .tagged, .lazy)])?.layout == .tagged)
    #expect(MeasuredRing(ofMost: [RowKey(nil, workload: .lineBounce)]) == nil)
  }

  @Test("is also what rings are compared with in which one strategy was measured")
  func alone() {
    let compared = ComparedRows(Self.rows)
    let groups = Dictionary(grouping: Self.rows, by: compared.common)
    #expect(Set(groups.values.map(\.count)) == [3, 6])
    let rings = groups.values.first { $0.count == 6 }?.filter { $0.strategy == "acquire-release" }
    #expect(rings?.count == 4)
  }

  @Test("is what all rings of one strategy are compared with, and no ring of another strategy's")
  func oneStrategy() {
    let rows = Self.rows.filter { $0.strategy == "acquire-release" }
    let compared = ComparedRows(rows)
    #expect(Set(rows.map(compared.common)).count == 1)
    #expect(MeasuredRing(ofMost: rows) == MeasuredRing(ofMost: Self.rows))
    let others = [Self.key("none", .aio, .fresh), Self.key("seq-cst", .padded, .cached)]
    #expect(Set(others.map(ComparedRows(others).common)).count == 2)
  }
}
