import Testing

@testable import Trials

@Suite("The search for the highest sustained rate") struct LoadSearchTests {
  private let series = (0..<11).map { 1e5 * Double(1 << $0) }

  /// Runs the search on a ring that sustains `limit` events/s; `isDisturbed` says whether the burst of that number fails
  /// whatever its rate.
  private func search(limit: Double, isDisturbed: (Int) -> Bool = { _ in false }) -> (LoadSearch, bursts: Int)
  {
    var search = LoadSearch(series: series)
    var bursts = 0
    while let rate = search.rate, bursts < 1000 {
      search.note(isSustained: rate <= limit && !isDisturbed(bursts))
      bursts += 1
    }
    return (search, bursts)
  }

  @Test("ends within 2.3 % below the limit", arguments: [1.1e5, 3.3e6, 4.2e7, 1.0e8])
  func precision(limit: Double) {
    let (search, bursts) = search(limit: limit)
    #expect(search.sustained <= limit)
    #expect(search.sustained > limit / 1.023)
    #expect(bursts < 60)
  }

  @Test("is not misled by one disturbed burst in three")
  func disturbance() {
    #expect(search(limit: 3.3e6) { $0 % 3 == 1 }.0.sustained > 3.3e6 / 1.023)
  }

  @Test("finds nothing where even the lowest rate is not sustained, and ends")
  func nothing() {
    let (search, bursts) = search(limit: 1)
    #expect(search.sustained == 0)
    #expect(bursts == 5)
  }

  @Test("ends at the highest rate of the series where that is sustained")
  func everything() {
    #expect(search(limit: 1e12).0.sustained == series.last)
  }
}
