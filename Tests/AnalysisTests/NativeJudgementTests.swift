import RunRecord
import Testing

@testable import Analysis

struct NativeJudgementTests {
  @Test func theGradeComparesWhatWasSeenWithWhatWasExpected() {
    typealias Grade = NativeVerdict.Grade
    #expect(Grade(seen: .clean, expected: .clean) == .asExpected)
    #expect(Grade(seen: .violated, expected: .violated) == .asExpected)
    #expect(Grade(seen: .violated, expected: .either) == .asExpected)
    #expect(Grade(seen: .clean, expected: .either) == .asExpected)
    #expect(Grade(seen: .clean, expected: .violated) == .notSeen)
    #expect(Grade(seen: .violated, expected: .clean) == .unexpected)
    #expect(Grade(seen: .hung, expected: .violated) == .unexpected)
    #expect(Grade(seen: .crashed, expected: .either) == .unexpected)
  }
}
