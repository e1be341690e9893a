import Testing

@testable import Topology

@Suite struct RecordedTopologyReaderTests {
  private func shell(_ script: String) -> RecordedTopologyReader {
    RecordedTopologyReader(executable: "/bin/sh", arguments: ["-c", script])
  }

  @Test func aChildThatCrashesCostsItsDocumentOnly() async throws {
    let reader = shell("kill -SEGV $$")
    let answers = await reader.read([[1], [2]])
    #expect(answers.count == 2)
    for answer in answers {
      #expect(throws: TopologyError.readerCrashed(signal: 11)) { try answer.get() }
    }
  }

  @Test func aChildThatTakesTooLongIsEndedByItsAlarm() async {
    await #expect(throws: TopologyError.readerTimedOut(seconds: 20)) {
      try await shell("kill -ALRM $$").read([1])
    }
  }

  @Test func whatTheChildSaysOfADocumentIsPassedOn() async {
    let answer = #"{"failure":{"_0":{"implausible":{"_0":"no CPU"}}}}"#
    await #expect(throws: TopologyError.implausible("no CPU")) {
      try await shell("cat >/dev/null; echo '\(answer)'").read([1])
    }
  }

  @Test func aChildThatSaysNothingOrDoesNotStartIsNoFaultOfTheDocument() async {
    await #expect(throws: TopologyError.cannotLoad(reason: "the process that reads it ended with status 3")) {
      try await shell("exit 3").read([1])
    }
    await #expect(throws: TopologyError.self) {
      try await RecordedTopologyReader(executable: "/no/such/program", arguments: []).read([1])
    }
  }
}
