import AIORing
import Foundation
import KernelRings
import Testing

@Suite(.serialized) struct IOUringTests {
  private typealias Full = Edges<
    FullBarrier, FullBarrier, FullBarrier, FullBarrier, FullBarrier, FullBarrier
  >
  private let full = Full(claim: .mb, publish: .mb, observe: .mb, retire: .mb, wake: .mb, sleep: .mb)

  @Test func requestsCompleteOverManyLapsOfTheQueues() throws {
    guard let ring = try available({ () throws(KernelRingError) in try IOUring(requests: 8) }) else { return }
    var submitter = try IOUringSubmitter(ring, barriers: full)
    var reaper = try IOUringReaper(ring, barriers: full)
    var due: UInt64 = 0
    for first in stride(from: 0 as UInt64, to: 800, by: 8) {
      var staged = 0
      while submitter.stage(.nop(data: first + UInt64(staged))) { staged += 1 }
      let taken = try submitter.submit()
      #expect((staged, taken) == (8, 8))
      while let completion = reaper.next() {
        #expect(completion == Completion(data: due, object: 0, result: 0, extra: 0))
        due += 1
      }
    }
    #expect(due == 800)
  }

  @Test func aSleepingPollerIsWoken() throws {
    guard
      let ring = try available({ () throws(KernelRingError) in
        try IOUring(requests: 8, submission: .poller(cpu: nil, idleMilliseconds: 1))
      })
    else { return }
    var submitter = try IOUringSubmitter(ring, barriers: full)
    var reaper = try IOUringReaper(ring, barriers: full)
    for data in 0..<3 as Range<UInt64> {
      let deadline = ContinuousClock.now + .seconds(10)
      while !submitter.pollerSleeps, ContinuousClock.now < deadline { usleep(1000) }
      let sleeps = submitter.pollerSleeps
      let staged = submitter.stage(.nop(data: data))
      let taken = try submitter.submit()
      #expect(sleeps && staged && taken == 1)
      var found: Completion?
      while found == nil, ContinuousClock.now < deadline { found = reaper.next() }
      #expect(found?.data == data)
    }
    let wakeUps = submitter.wakeUps
    #expect(wakeUps == 3)
  }

  @Test func aRingHasOneSubmitterAndOneReaper() throws {
    guard let ring = try available({ () throws(KernelRingError) in try IOUring(requests: 8) }) else { return }
    let submitter = try IOUringSubmitter(ring, barriers: full)
    #expect(throws: KernelRingError.endTaken) { _ = try IOUringSubmitter(ring, barriers: full) }
    #expect(throws: KernelRingError.lockNotShared) {
      _ = try IOUringReaper(ring, barriers: Locked(.mutex))
    }
    _ = submitter.wakeUps
  }
}
