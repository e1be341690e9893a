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

  @Test(arguments: [
    "run none --oversubscribe --duration 0.2 --rounds 1 --output FOLDER", "probe --duration 0.2",
    "kernel --quick", "compare PROGRAM PROGRAM", "verify none --arch sc", "audit none --arch x86-64",
    "topology --xml /proc/none", "list", "report FOLDER", "litmus export none",
  ])
  func tooFewFileDescriptorsAreOneLine(arguments: String) throws {
    let results = folder()
    let arguments = arguments.replacing("FOLDER", with: results).replacing(
      "PROGRAM", with: Command.executable.path)
    for limit in [6, 10, 11, 12, 13, 18, 40] {
      let command = try Command("ulimit -n \(limit); ringbench \(arguments)")
      #expect(command.status == 69, "\(limit): \(command.complaint)")
      #expect(command.complaintLines == 1 && command.complaint.contains("raise the limit with ulimit -n"))
      #expect(command.output.isEmpty && !FileManager.default.fileExists(atPath: results))
    }
  }

  @Test func theLimitThatTheLineAsksForIsEnough() throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    let command = try Command(
      """
      ulimit -n 128
      ringbench none --oversubscribe --workloads clock,throughput --duration 0.2 --rounds 1 --output \(results) &&
        ringbench verify none --arch sc && ringbench audit none --arch x86-64
      """)
    #expect(command.status == 0, "\(command.complaint)")
  }

  @Test func whatWasPrintedStandsBeforeAComplaintInTheSameFile() throws {
    let command = try Command(
      """
      cd $(mktemp -d)
      ringbench litmus export kernel-2003 >a.litmus
      for letter in b c d e f; do cp a.litmus $letter.litmus; done
      ringbench litmus check a.litmus b.litmus broken.litmus c.litmus d.litmus e.litmus f.litmus >out 2>&1
      cat out
      """)
    let lines = command.output.split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("Test ") }.count == 6)
    let complaint = try #require(lines.firstIndex { $0.hasPrefix("ringbench: broken.litmus: ") })
    #expect(lines[..<complaint].count { $0.hasPrefix("Test ") } == 2)
    #expect(lines.allSatisfy { !$0.dropFirst().contains("ringbench: ") })
  }

  @Test func aReportStandsBeforeWhatIsWrongWithIt() throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    let command = try Command(
      """
      ringbench none --oversubscribe --workloads clock --duration 0.2 --rounds 1 --output \(results) >/dev/null 2>&1
      : >\(results)/trials.jsonl; rm \(results)/summary.json
      ringbench report \(results) >\(results)/out 2>&1
      cat \(results)/out
      """)
    let lines = command.output.split(separator: "\n")
    #expect(lines.count > 1 && lines.last?.hasPrefix("ringbench: no row has a figure") == true, "\(lines)")
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
    func trial(duration: String, ticks: String) throws -> Command {
      let cpu = try #require(
        try Command("taskset -cp $$ | grep -oE '[0-9]+' | tail -1").output.split(separator: "\n").first)
      return try Command(
        """
        ringbench trial '{"schema":2,"ticks_per_second":\(ticks),"specs":[{"strategy":"none","layout":"padded",\
        "index_use":"cached","payload_stores":"ordinary","workload":"barrier-cost","pacing":"free-running",\
        "slots":8,"batch":1,"checking":true,"turn_events":0,"negative_control":false,"producer_cpu":\(cpu),\
        "consumer_cpu":\(cpu),"distance":"","oversubscribed":true,"duration_milliseconds":\(duration),\
        "burst_milliseconds":0.5,"delay_nanoseconds":0,"injected_delay_nanoseconds":0}]}'
        """)
    }
    // The same with figures that make sense is run.
    #expect(try trial(duration: "1", ticks: "2.6e9").status == 0)
    let command = try trial(duration: duration, ticks: ticks)
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

  /// A virtual machine of QEMU's default CPU model, by QEMU's user mode.
  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/qemu-x86_64") && isX86,
      "needs QEMU's user mode on x86-64"),
    arguments: ["none --duration 1 --rounds 1", "kernel --quick"])
  func aCPUWithoutACounterIsUnavailable(_ arguments: String) throws {
    let command = try Command("/usr/bin/qemu-x86_64 -cpu qemu64 \(Command.executable.path) \(arguments)")
    #expect(command.status == 69)
    #expect(command.complaint.contains("rdtscp") && command.complaintLines == 1)
  }
}

private var isX86: Bool {
  #if arch(x86_64)
    true
  #else
    false
  #endif
}
