import CSeccomp
import Foundation
import SystemCalls
import Testing

@Suite struct SystemCallTests {
  @Test(arguments: SystemCall.allCases, [EPERM, ENOSYS])
  func aCallThatASandboxForbidsIsRefusedWithItsError(_ call: SystemCall, _ error: Int32) async {
    await #expect(processExitsWith: .success) { [call = call.rawValue as String, error] in
      #expect(forbid_call(call, error) == 0)
      let refusal = try #require(SystemCall(rawValue: call)?.refusal)
      #expect(refusal == SystemCallRefusal(call: call, reason: .fails(errno: error)))
      #expect(refusal.sentence.hasPrefix("\(call) is not available: "))
      #expect(refusal.sentence.contains(error == EPERM ? "(EPERM)" : "(ENOSYS)"))
    }
  }

  @Test(arguments: SystemCall.allCases)
  func aCallThatEndsWhoeverMakesItEndsAChildOnly(_ call: SystemCall) async {
    await #expect(processExitsWith: .success) { [call = call.rawValue as String] in
      #expect(forbid_call(call, 0) == 0)
      let refusal = try #require(SystemCall(rawValue: call)?.refusal)
      #expect(refusal == SystemCallRefusal(call: call, reason: .ends(signal: SIGSYS)))
      #expect(refusal.sentence.hasSuffix("a seccomp filter ends every process that makes this call (SIGSYS)"))
    }
  }

  @Test func aCallIsRefusedOnlyWhereItFails() {
    // Where a call is refused here, a second attempt says the same.
    for call in SystemCall.allCases { #expect(call.refusal == call.refusal) }
    #expect(SystemCall.eventfd.refusal == nil)
  }
}
