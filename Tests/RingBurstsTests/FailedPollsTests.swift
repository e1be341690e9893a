import AIORing
import Testing

@testable import RingBursts

@Suite struct FailedPollsTests {
  @Test(arguments: Polling.allCases)
  func `A run is what was popped since the ring was last found empty, however a side waits`(polling: Polling)
  {
    var polls = FailedPolls(polling)
    // Found empty before anything came, after 3 events, again, after 5; the burst ends after 9.
    for popped: UInt64 in [0, 3, 3, 5] { polls.wait(after: popped) }
    #expect(polls.endRun(after: 9) == 4)
    #expect(polls.count == 4 && polls.runs == 3)
  }
}
