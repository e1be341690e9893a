import Testing

@testable import RingBursts

@Suite struct RunCountTests {
  @Test func aRunIsWhatWasPoppedSinceTheRingWasLastFoundEmpty() {
    var runs = RunCount()
    // Found empty before anything came, after 3 events, again, after 5; the burst ends after 9.
    for popped: UInt64 in [0, 3, 3, 5, 9] { runs.end(at: popped) }
    #expect(runs.runs == 3)
  }
}
