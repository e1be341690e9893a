import Foundation
import RunRecord
import Testing

@testable import Campaigns

/// What a child says of a ring of the program's own, or fails to say.
@Suite struct RingCheckTests {
  private static let check = RingCheck(
    ring: "own", models: [.rc11], capacity: 1, pushes: 2, pops: 2, steps: nil, seconds: 1)

  private func refusal(_ body: String) async throws -> RingCheck.Refusal? {
    do {
      _ = try await Self.check.verdicts(executable: try fakeExecutable(body))
      return nil
    } catch let refusal as RingCheck.Refusal {
      return refusal
    }
  }

  @Test func aRingThatTrapsOrSaysNothingIsOneLine() async throws {
    #expect(try await refusal("kill -ILL $$") == .crashed(ring: "own", signal: 4))
    #expect(
      try await refusal("echo 'ringbench: own: thread 1 does not end' >&2; exit 65")
        == .refused(reason: "own: thread 1 does not end", status: 65))
    #expect(
      try await refusal("exit 0")
        == .refused(reason: "own ended its process before it was checked", status: 65))
  }

  @Test func theVerdictsComeBackAsTheyWereSaid() async throws {
    let record = RingVerdictRecord(
      ring: "own", model: .rc11, verdict: .race, reason: "a race", witness: "thread 1 | thread 2")
    let line = String(decoding: try RecordCoding.line([record]), as: UTF8.self)
    let executable = try fakeExecutable("[ $1 = check-ring ] && echo '\(line)'")
    #expect(try await Self.check.verdicts(executable: executable) == [record])
  }
}
