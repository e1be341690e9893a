import Foundation
import Testing

/// Streams that are closed or full, files that are none, and signals at the wrong moment.
@Suite(.serialized) struct HostileCallerTests {
  @Test(arguments: ["2>/dev/full", "2>&-", "<&- >&- 2>&-"])
  func aCampaignWhoseProgressNobodyCanReadLosesNothing(streams: String) throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    let command = try Command(
      "ringbench none --oversubscribe --workloads clock --rounds 1 --duration 0.2 --output \(results) \(streams)"
    )
    #expect(command.status == 0)
    let trials = try String(contentsOfFile: results + "/trials.jsonl", encoding: .utf8)
    #expect(trials.split(separator: "\n").allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
    #expect(FileManager.default.fileExists(atPath: results + "/summary.json"))
  }

  @Test(arguments: ["list", "list --json", "verify kernel-2014 --arch x86-tso", "--help"])
  func aReportThatCannotBePrintedIsAnError(arguments: String) throws {
    let command = try Command("ringbench \(arguments) >/dev/full")
    #expect(command.status == 74)
    #expect(command.complaintLines == 1)
    #expect(command.complaint.contains("cannot write to standard output: No space left on device"))
  }

  @Test func aReaderThatHasSeenEnoughIsNoError() throws {
    let command = try Command("ringbench list | head -1; echo ${PIPESTATUS[0]}")
    #expect(command.complaint.isEmpty, "\(command.complaint)")
    #expect(["0", "141"].contains(command.output.split(separator: "\n").last.map(String.init)))
  }

  @Test func progressFitsANarrowTerminal() throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    let command = try Command(
      """
      script -qec "stty cols 20; '\(Command.executable.path)' none --oversubscribe --workloads clock --rounds 1 \
        --duration 0.2 --output \(results) >/dev/null" /dev/null </dev/null
      """)
    let overwritten = command.output.split(separator: "\r", omittingEmptySubsequences: false)
      .filter { $0.hasSuffix("\u{1b}[K") }
    #expect(!overwritten.isEmpty)
    #expect(overwritten.allSatisfy { $0.dropLast(3).count < 20 })
  }

  @Test(arguments: [(duration: "1e300", ticks: "2.6e9"), ("-1", "2.6e9"), ("1", "1e-300"), ("1", "0")])
  func aTrialThatNobodyCanRunIsRefused(duration: String, ticks: String) throws {
    let command = try Command(
      """
      ringbench trial '{"schema":1,"ticks_per_second":\(ticks),"spec":{"strategy":"none","layout":"padded",\
      "index_use":"cached","payload_stores":"ordinary","workload":"barrier-cost","regime":"free-running",\
      "slots":8,"batch":1,"checking":true,"producer_cpu":0,"consumer_cpu":1,"distance":"","oversubscribed":true,\
      "duration_milliseconds":\(duration),"burst_milliseconds":0.5,"delay_nanoseconds":0,"rate_per_second":0,\
      "rate_share":0,"injected_delay_nanoseconds":0}}'
      """)
    #expect(command.status == 65)
    #expect(command.complaintLines == 1)
    #expect(command.output.isEmpty)
  }

  @Test func litmusTestsAreReadFromAPipe() throws {
    let command = try Command("ringbench litmus check <(ringbench litmus export kernel-2003)")
    #expect(command.status == 0, "\(command.complaint)")
    #expect(command.output.contains("Observation"))
  }

  @Test func whatALitmusFileSaysCannotDriveTheTerminal() throws {
    let command = try Command(
      #"ringbench litmus check <(printf 'X86 \033]0;title\007 name\n'; head -c 5000 /dev/zero | tr '\0' a)"#)
    #expect(command.status == 65)
    #expect(command.complaintLines == 1)
    #expect(!command.complaint.contains("\u{1b}"))
    #expect(command.complaint.count < 500)
  }

  @Test func anArchitectureNamedTwiceIsOneColumn() throws {
    let command = try Command("ringbench verify kernel-2014 --arch x86-tso,sc,x86-tso")
    #expect(
      command.output.split(separator: "\n").first?.split(separator: " ") == ["strategy", "x86-tso", "sc"])
  }

  @Test func anAuditThatIsInterruptedLeavesNothingBehind() throws {
    let place = folder()
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: place) }
    let command = try Command(
      """
      TMPDIR=\(place) "\(Command.executable.path)" audit none --arch x86-64 & pid=$!
      for wait in $(seq 100); do [ -e \(place)/ringbench-audit-*/Entries.swift ] && break; sleep 0.1; done
      kill -TERM $pid; wait $pid; status=$?
      ls \(place) | grep ringbench-audit
      pgrep -f \(place) | grep -vx $$
      exit $status
      """)
    #expect(command.status == 130, "\(command.complaint)")
    #expect(command.complaint.contains("interrupted"))
    #expect(command.output.isEmpty, "\(command.output)")
  }

  @Test func whatAnAuditCannotWriteIsOneLine() throws {
    for arguments in ["--write-golden /dev/null", "--write-golden /proc/none"] {
      let command = try Command("ringbench audit none --arch x86-64 \(arguments)")
      #expect(command.status == 74)
      #expect(command.complaintLines == 1)
      #expect(!command.complaint.contains("Error Domain"))
    }
  }
}
