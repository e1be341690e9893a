import AIORing
import RunRecord
import SampleRecords
import Testing

@testable import Analysis

@Suite("The places of a ranking") struct PlacesTests {
  /// Rows with these figures and groups.
  private func rows(_ figures: [(strategy: String, ns: Double, groups: [Int])]) -> [SummaryRow] {
    var made = MadeCampaign()
    for figure in figures { made.add(figure.strategy, .handOff, ns: figure.ns) }
    return made.summary.rows.map { row in
      var row = row
      row.groups = figures.first { $0.strategy == row.key.strategy }?.groups
      return row
    }
  }

  private func place(_ strategy: String, _ rows: [SummaryRow]) throws -> Place? {
    Places(rows)[try #require(rows.first { $0.key.strategy == strategy }).key]
  }

  @Test("go by the figure, and say between which places lie those that cannot be told apart")
  func overlapping() throws {
    // libev is alike to both sides, qemu to libev; mutex stands alone.
    let rows = rows([
      ("qemu", 8, [1]), ("none", 5, [0]), ("mutex", 40, [2]), ("spdk", 5.1, [0]), ("libev", 6, [0, 1]),
    ])
    #expect(try place("none", rows) == Place(number: 1, alike: 1...3, block: 1...4))
    #expect(try place("spdk", rows) == Place(number: 2, alike: 1...3, block: 1...4))
    #expect(try place("libev", rows) == Place(number: 3, alike: 1...4, block: 1...4))
    #expect(try place("qemu", rows) == Place(number: 4, alike: 3...4, block: 1...4))
    #expect(try place("mutex", rows) == Place(number: 5, alike: 5...5, block: 5...5))
  }

  @Test("are wide enough where a row inside is told apart all the same")
  func notInOrder() throws {
    // Alike to the third, not to the second: more rounds lie between them.
    let rows = rows([("none", 5, [0]), ("spdk", 5.1, [1]), ("libev", 5.2, [0])])
    #expect(try place("none", rows)?.alike == 1...3)
    #expect(try place("spdk", rows)?.alike == 2...2)
    #expect(try place("spdk", rows)?.block == 1...3)
  }

  @Test("are not changed by the negative control, which has that of the row it repeats")
  func control() throws {
    var rows = rows([("none", 5, [0]), ("spdk", 6, [0])])
    var control = rows[0]
    control.key.isNegativeControl = true
    control.figure = MeasuredFigure(median: 5.5, interval: nil, rounds: 1)
    rows.append(control)
    #expect(try place("spdk", rows)?.number == 2)
    #expect(Places(rows)[control.key]?.number == 1)
  }

  @Test("are those of our rings of every layout together where peers stand beside them")
  func peers() throws {
    var made = MadeCampaign()
    for (layout, ns) in [(LayoutKind.aio, 7.0), (.padded, 5)] {
      made.add("none", .handOff, ns: ns) { $0.row.ring?.layout = layout }
    }
    made.add("peer", .handOff, ns: 6) { $0.row.subject = .peer("theirs") }
    let rows = made.summary.rows
    let places = Places(rows)
    #expect(
      rows.sorted { $0.nsPerOperation.median < $1.nsPerOperation.median }
        .map { places[$0.key]?.number } == [1, 2, 3])
    #expect(rows.allSatisfy { places[$0.key]?.alike == 1...3 })
  }

  @Test("are of one ranking: other layouts and workloads have their own, and what has no figure has none")
  func rankings() throws {
    var made = MadeCampaign()
    for layout in [LayoutKind.aio, .padded] {
      made.add("none", .handOff, ns: 5) { $0.row.ring?.layout = layout }
      made.add("seq-cst", .handOff, ns: layout == .aio ? 4 : 9) { $0.row.ring?.layout = layout }
    }
    made.add("none", .throughput, ns: 3)
    let rows = made.summary.rows
    let places = Places(rows)
    #expect(rows.filter { $0.key.ring?.layout == .aio }.map { places[$0.key]?.number } == [2, 1])
    #expect(
      rows.filter { $0.key.ring?.layout == .padded && $0.key.workload == .handOff }
        .map { places[$0.key]?.number } == [1, 2])
    #expect(rows.filter { $0.key.workload == .throughput }.allSatisfy { places[$0.key] == nil })
  }
}
