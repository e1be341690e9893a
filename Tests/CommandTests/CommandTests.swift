import Foundation
import Testing

@Suite(.serialized) struct CommandTests {
  @Test(arguments: [
    ("run kernel-2O03", 64, "did you mean 'kernel-2003'?"),
    ("run none --capacity 1", 64, "--capacity takes 2"),
    ("run none --capacity 0", 64, "--capacity takes 2"),
    ("run none --pairs 0:4000", 64, "CPU 4000 is not allowed here"),
    ("run none --turn-events 0", 64, "--turn-events takes 1 to 1023 events, not 0"),
    ("run none --layout padded --capacity 8 --turn-events 9", 64, "--turn-events takes 1 to 8 events, not 9"),
    ("run none --capacity 8 --turn-events 8", 64, "--turn-events takes 1 to 7 events, not 8"),
    ("run none --rates fast", 64, "--rates takes million events/s from 0.001 to 1000, not 'fast'"),
    ("run none --rates 1,", 64, "not ''"),
    ("run none --rates 2,1", 64, "--rates takes rates in ascending order"),
    ("run none --precision 0", 64, "--precision takes per cent above 0 and at most 100"),
    ("run none --precision 101", 64, "--precision takes per cent above 0 and at most 100"),
    ("run none --precision -1", 64, "--precision takes per cent above 0 and at most 100"),
    ("run none --rounds 3 --precision 2", 64, "--rounds is how often rows are measured"),
    ("run --all --quick --matrix", 64, "--quick and --matrix exclude each other"),
    ("run --edges publish=hard", 64, "there is no ordering 'hard'"),
    ("run --edges nowhere=mb", 64, "there is no edge 'nowhere'"),
    (
      "compare /bin/true /bin/true --edges publish=mb --strategies none", 64,
      "--edges takes the place of --strategies"
    ),
    ("run none --layout boxed", 64, "there is no layout 'boxed'"),
    ("run none --layout paded", 64, "did you mean 'padded'?"),
    ("run none --duration 0", 64, "--duration takes seconds above 0"),
    ("run --al", 64, "Unknown option '--al'. Did you mean '--all'?"),
    ("verfy", 64, "did you mean 'verify'?"),
    ("run none --duration -3", 64, "--duration takes seconds above 0"),
    ("--all --rounds 1000 --duration 1", 64, "ask for a longer --duration"),
    ("compare /dev/null /dev/null --workloads round-tripp", 64, "did you mean 'round-trip'?"),
    ("run", 64, "nothing to run"),
    ("run none --output /proc/none", 74, "cannot write /proc/none"),
    ("compare MISSING MISSING", 64, "there is no MISSING"),
    ("compare /bin/true /bin/true", 65, "/bin/true is not a ringbench executable"),
    ("compare /dev/null /dev/null", 65, "/dev/null is empty"),
    ("compare /bin/true /dev/null", 65, "/dev/null is empty"),
    ("trial '{}'", 65, "specification cannot be read"),
    ("trial nonsense", 65, "specification cannot be read"),
    ("topology --xml MISSING", 74, "MISSING: cannot be read: No such file or directory"),
    ("verify --arch itanic", 64, "itanic"),
    ("probe --duration 0", 64, "--duration takes seconds above 0"),
    ("probe --pairs 0:4000", 64, "CPU 4000 is not allowed here"),
    ("litmus check MISSING", 74, "MISSING"),
    ("litmus check /dev/zero", 74, "too large"),
    ("run none --output ''", 64, "--output takes a folder"),
    ("run none --host-name a/b", 64, "without '/'"),
    ("run --resume MISSING --rounds 2", 64, "no other option"),
    ("run --resume ''", 64, "--resume takes a folder"),
    ("report MISSING --placement some", 64, "'some' is invalid for '--placement"),
    ("report MISSING --output ''", 64, "--output takes a file"),
    ("kernel --ring foo", 64, "there are aio, io-uring"),
    ("verify --arch ''", 64, "there are sc, x86-tso"),
    ("verify --timeout inf", 64, "at most 1000000000"),
    ("verify --minimal kernel-2014", 64, "--minimal looks for orderings by itself"),
    ("verify --ablate kernel-2014 mutex", 64, "--ablate takes one strategy"),
    ("litmus check --timeout inf MISSING", 64, "at most 1000000000"),
    ("litmus export kernel-2O03", 64, "did you mean 'kernel-2003'?"),
    ("audit kernel-2O03", 64, "did you mean 'kernel-2003'?"),
    ("audit --arch ''", 64, "there is no architecture ''"),
    ("audit none --show spdk", 64, "--show prints one strategy"),
    ("audit none --arch x86-64 --sources MISSING", 69, "MISSING"),
    ("sweep", 64, "nothing to sweep"),
    ("sweep --slots 64", 64, "nothing to sweep"),
    ("sweep --slots 1...64", 64, "--slots takes 2 to 1048576 slots, not 1"),
    ("sweep --slots 64...2", 64, "not '64...2'"),
    ("sweep --event-bytes 8,12", 64, "--event-bytes takes a multiple of 8 from 8 to 512, not 12"),
    ("sweep --event-bytes 8...1024", 64, "--event-bytes takes 8 to 512 bytes, not 1024"),
    ("none --event-bytes 12", 64, "--event-bytes takes a multiple of 8 from 8 to 512, not 12"),
    ("none --event-bytes 8 --layout tagged", 64, "no room for the tag of the layout tagged"),
    (
      "none --event-bytes 64 --payload-stores streaming", 64,
      "streaming payload stores are those of events of 32 bytes"
    ),
    ("none --event-bytes 64 --producers 2", 64, "--event-bytes with one producer"),
    ("none --event-bytes 64 --workloads wake-latency", 64, "wake-latency has events of 32 bytes"),
    ("sweep --slots 2,,4", 64, "not ''"),
    ("sweep --batch 1,512", 64, "--batch takes 1 to 256 events, not 512"),
    ("sweep --slots 2,4 --batch 1,2 --layout all", 64, "--slots, --batch, --layout have several values"),
    ("sweep --slots 2,4 --workload clock", 64, "there is no workload 'clock'"),
    ("sweep --slots 2,4 --workload hand-off,round-trip", 64, "--workload takes one"),
    ("sweep --workload round-trip --batch 1,2", 64, "--batch changes nothing in round-trip"),
    ("sweep --slots 2,4 --polling spin", 64, "--polling changes nothing in hand-off"),
    ("sweep --slots 2,4 --turn-events 64", 64, "these are impossible: turns of 64 or more events"),
    ("sweep --slots 2...1048576 --duration 0.1", 64, "one round of 20 points takes at least 1 s"),
    ("sweep nune --slots 2,4", 64, "did you mean 'none'?"),
    ("sweep --slots 2,4 --output /proc/none", 74, "cannot write /proc/none"),
    ("sweep --resume MISSING --slots 2,4", 64, "no other option"),
    ("sweep --resume MISSING", 74, "MISSING"),
  ])
  func badInputGivesOneClearLineAndTheDocumentedExitCode(
    arguments: String, status: Int32, words: String
  ) throws {
    // A fresh name: somebody may have made any other.
    let missing = folder()
    let (arguments, words) = (
      arguments.replacing("MISSING", with: missing), words.replacing("MISSING", with: missing)
    )
    let command = try Command("ringbench \(arguments)" + (allowedCPUs() > 1 ? "" : " --oversubscribe"))
    #expect(command.status == status, "\(command.complaint)")
    #expect(command.complaint.contains(words), "\(command.complaint)")
    #expect(command.output.isEmpty)
    #expect(command.complaintLines == 1, "\(command.complaint)")
    #expect(!command.complaint.contains("Fatal error"))
  }

  @Test func anExportWithoutAnyFigureIsInconclusive() throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    let run = try Command(
      """
      ringbench none --oversubscribe --workloads clock --duration 0.2 --rounds 1 --output \(results)
      : > \(results)/trials.jsonl; rm \(results)/summary.json
      """)
    #expect(run.status == 0, "\(run.complaint)")
    let export = try Command("ringbench report \(results) --format github-action-benchmark")
    #expect(export.status == 5, "\(export.complaint)")
    #expect(export.complaint.contains("no row has a figure"))
    let twice = try Command("ringbench report \(results) \(results)/.")
    #expect(twice.status == 64)
    #expect(twice.complaint.contains("is given twice"))
  }

  @Test func theRowsOfTwoResultsThatAreComparedCanBeChosen() throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    let run = try Command(
      """
      ringbench none seq-cst --oversubscribe --workloads barrier-cost --duration 0.2 --rounds 1 --output \(results)
      sed -i s/unoptimised/release/ \(results)/campaign.json
      """)
    #expect(run.status == 0, "\(run.complaint)")
    let chosen = try Command(
      "ringbench compare \(results) \(results) --strategies none --workloads barrier-cost --layout padded")
    #expect(chosen.status == 0, "\(chosen.complaint)")
    #expect(chosen.output.contains("none padded") && chosen.output.hasSuffix("rows: 1 no change\n"))
    for (options, words) in [
      ("--strategies nune", "in these results there is no strategy 'nune'; did you mean 'none'?"),
      ("--strategies mutex", "in these results there is no strategy 'mutex'"),
      ("--workloads round-trip", "neither side has a row"),
      ("--workloads clock", "there is no workload 'clock'"),
      ("--layout boxed", "there is no layout 'boxed'"),
      ("--edges publish=mb", "--seed, --edges and --fail-fast take two executables"),
      ("--seed 1", "--seed, --edges and --fail-fast take two executables"),
    ] {
      let refused = try Command("ringbench compare \(results) \(results) \(options)")
      #expect(refused.status == 64, "\(refused.complaint)")
      #expect(refused.complaintLines == 1 && refused.complaint.contains(words), "\(refused.complaint)")
    }
  }

  @Test(arguments: [
    ("verify kernel-2014 --arch arm64,aarch64,armv8 --json", "verify kernel-2014 --arch armv8 --json"),
    ("verify kernel-2014 --arch x86-64,x86,amd64", "verify kernel-2014 --arch x86-tso"),
    ("verify kernel-2014 --arch riscv64,ppc64le", "verify kernel-2014 --arch riscv,power"),
    ("litmus export kernel-2014 --dialect arm64", "litmus export kernel-2014 --dialect aarch64"),
    ("litmus export kernel-2014 --dialect x86-tso", "litmus export kernel-2014 --dialect x86-64"),
    ("audit mutex --arch arm64", "audit mutex --arch aarch64"),
  ])
  func `An architecture has the same names in every command`(alias: String, name: String) throws {
    let (one, other) = (try Command("ringbench \(alias)"), try Command("ringbench \(name)"))
    #expect(one.status == other.status && other.status == 0, "\(one.complaint)\(other.complaint)")
    func withoutTimes(_ text: String) -> String { text.replacing(/"seconds" : [0-9.e-]+/, with: "") }
    #expect(withoutTimes(one.output) == withoutTimes(other.output))
  }

  @Test func oneAllowedCPUIsRefusedWithWhatToDo() throws {
    let command = try Command(
      "cpu=$(taskset -cp $$ | grep -oE '[0-9]+' | tail -1); taskset -c $cpu \(Command.executable.path) --all --quick"
    )
    #expect(command.status == 69)
    #expect(command.complaintLines == 1)
    #expect(command.complaint.contains("give the container two CPUs"))
    #expect(command.complaint.contains("--oversubscribe"))
  }

  @Test(arguments: ["", "--json"])
  func oneAllowedCPUCannotTellWhatItReorders(option: String) throws {
    let command = try Command(
      "cpu=$(taskset -cp $$ | grep -oE '[0-9]+' | tail -1); taskset -c $cpu \(Command.executable.path) probe \(option)"
    )
    #expect(command.status == 69)
    #expect(command.output.isEmpty)
    #expect(command.complaintLines == 1)
    #expect(command.complaint.contains("cannot tell what this CPU reorders"))
  }

  @Test func aProbeSaysWhatItSawInASentenceAndInJSON() throws {
    let options = "--duration 0.5" + (allowedCPUs() > 1 ? "" : " --oversubscribe")
    let text = try Command("ringbench probe \(options)")
    #expect(text.status == 0, "\(text.complaint)")
    #expect(text.output.contains(allowedCPUs() > 1 ? "seen in" : "This cannot tell"))
    let json = try Command("ringbench probe --json \(options)")
    let probes = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    let shapes = try #require(probes.first?["shapes"] as? [[String: Any]])
    #expect(
      shapes.compactMap { $0["name"] as? String } == [
        "MP", "SB", "LB", "S", "R", "2+2W", "CoRR", "MP+streaming",
      ])
    #expect(shapes.allSatisfy { $0["is_available"] as? Bool == false || ($0["instances"] as? Int ?? 0) > 0 })
  }

  @Test func oversubscribedTrialsAreMarked() throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    let command = try Command(
      "cpu=$(taskset -cp $$ | grep -oE '[0-9]+' | tail -1); taskset -c $cpu \(Command.executable.path) acquire-release --oversubscribe "
        + "--duration 1 --rounds 1 --workloads throughput --output \(results)")
    #expect(command.status == 0, "\(command.complaint)")
    #expect(command.output.contains("Threads shared a CPU"))
    let lines = try String(contentsOfFile: results + "/trials.jsonl", encoding: .utf8).split(separator: "\n")
    #expect(!lines.isEmpty && lines.allSatisfy { $0.contains("\"oversubscribed\":true") })
  }

  @Test func interruptedRunsKeepAndSummariseWhatWasMeasured() throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    let command = try Command(
      """
      "\(Command.executable.path)" --all --oversubscribe --duration 100 --output \(results) & pid=$!
      for wait in $(seq 200); do
        [ -e \(results)/trials.jsonl ] && [ $(wc -l < \(results)/trials.jsonl) -ge 3 ] && break
        sleep 0.1
      done
      kill -INT $pid; wait $pid
      """)
    #expect(command.status == 130, "\(command.complaint)")
    #expect(command.complaint.contains("interrupted after"))
    let trials = try String(contentsOfFile: results + "/trials.jsonl", encoding: .utf8).split(separator: "\n")
    #expect(trials.count >= 3)
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: results + "/summary.json")))
        as? [String: Any])
    #expect(summary["complete"] as? Bool == false)
    #expect((summary["rows"] as? [Any])?.isEmpty == false)
    #expect(FileManager.default.fileExists(atPath: results + "/summary.csv"))
  }

  @Test func aKilledRunLosesTheRunningTrialAtMostAndGoesOnInTheSameOrder() throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    let killed = try Command(
      """
      "\(Command.executable.path)" tail-first acquire-release --oversubscribe --duration 4 --rounds 1 \
        --output \(results) & pid=$!
      for wait in $(seq 200); do
        [ -e \(results)/trials.jsonl ] && [ $(wc -l < \(results)/trials.jsonl) -ge 3 ] && break
        sleep 0.1
      done
      kill -9 $pid; wait $pid; wc -l < \(results)/trials.jsonl
      printf '{"schema":1,"ind' >> \(results)/trials.jsonl
      """)
    let kept = try #require(Int(killed.output.filter(\.isNumber)))
    #expect(kept >= 3)
    let before = try String(contentsOfFile: results + "/trials.jsonl", encoding: .utf8).split(separator: "\n")
      .prefix(kept)
    let resumed = try Command("ringbench run --resume \(results) --json")
    #expect(resumed.status == 0, "\(resumed.complaint)")
    let lines = try String(contentsOfFile: results + "/trials.jsonl", encoding: .utf8).split(separator: "\n")
    #expect(Array(lines.prefix(kept)) == Array(before))
    let indices = try lines.map { line in
      try #require(
        (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["index"] as? Int)
    }
    #expect(indices == Array(0..<lines.count))
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(resumed.output.utf8)) as? [String: Any])
    #expect(summary["complete"] as? Bool == true)
  }

  @Test func aFolderThatHoldsACampaignIsNotWrittenOver() throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    let run = "ringbench none --oversubscribe --workloads clock --duration 0.2 --rounds 1 --output \(results)"
    #expect(try Command(run).status == 0)
    let again = try Command(run)
    #expect(again.status == 74)
    #expect(again.complaint.contains("a campaign is there already"))
  }

  @Test func aFullDiskIsOneLineAndLosesNothingThatWasWritten() throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    // A limit on the size of files stands for a full disk: the plan fits, some trials do, then no more.
    let command = try Command(
      """
      ulimit -f 120
      ringbench acquire-release --oversubscribe --duration 4 --rounds 9 --output \(results)
      """)
    #expect(command.status == 74, "\(command.complaint)")
    #expect(command.complaint.contains("trials.jsonl"))
    let trials = try String(contentsOfFile: results + "/trials.jsonl", encoding: .utf8).split(separator: "\n")
    #expect(trials.count > 3)
  }

  @Test func theCatalogueIsListedAsATableAndAsJSON() throws {
    let table = try Command("ringbench list")
    #expect(table.output.contains("kernel-2003"))
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(try Command("ringbench list --json").output.utf8))
        as? [[String: Any]])
    #expect(rows.count >= 25)
    let seed = try #require(rows.first { $0["name"] as? String == "kernel-2003" })
    #expect((seed["edges"] as? [String: String])?["publish"] == "wmb")
  }

  @Test func aRunInJSONIsTheSummaryAndNothingElse() throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    let command = try Command(
      "ringbench tail-first acquire-release --duration 2 --rounds 1 --json --output \(results)"
        + (allowedCPUs() > 1 ? "" : " --oversubscribe"))
    #expect(command.status == 0, "\(command.complaint)")
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])
    #expect(summary["schema"] as? Int == 2)
    #expect(Data(command.output.utf8).count > 1000)
  }

  @Test func aSweepPrintsItsCurveAndLeavesOutWhatIsImpossible() throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    let sweep = try Command(
      "ringbench sweep --slots 8...64 --turn-events 4,16 --duration 1 --output \(results)"
        + (allowedCPUs() > 1 ? "" : " --oversubscribe"))
    #expect(sweep.status == 0, "\(sweep.complaint)")
    #expect(sweep.complaint.contains("left out: turns of 16 or more events in padded rings of 8 slots"))
    #expect(sweep.output.contains("Sweep: hand-off along slots and turn events"))
    let trials = try String(contentsOfFile: results + "/trials.jsonl", encoding: .utf8).split(separator: "\n")
    #expect(trials.count % 7 == 0 && !trials.isEmpty)
    let again = try Command("ringbench report \(results)")
    #expect(again.status == 0 && sweep.output.contains(again.output.split(separator: "\n").last ?? "none"))
    let resumed = try Command("ringbench sweep --resume \(results)")
    #expect(resumed.status == 0 && resumed.output.contains("Sweep: hand-off along slots and turn events"))
  }

  @Test func theVersionNamesTheResultsItReads() throws {
    let version = try Command("ringbench --version")
    #expect(version.status == 0)
    #expect(version.output.hasPrefix("ringbench "))
    #expect(version.output.contains("results of schema "))
  }

  @Test func helpNamesEverySubcommandAndExitCode() throws {
    let help = try Command("ringbench --help").output
    for name in ["run", "sweep", "list", "topology", "verify", "litmus", "audit"] {
      #expect(help.contains("  \(name)"))
    }
    let run = try Command("ringbench help run").output
    for code in ["64", "69", "74", "130"] { #expect(run.contains(code)) }
  }
}
