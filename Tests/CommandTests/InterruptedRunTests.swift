import Foundation
import Testing

/// A campaign that is interrupted at any moment has either written nothing or can be gone on with.
@Suite(.serialized) struct InterruptedRunTests {
  /// Starts a campaign, with the signals as a terminal leaves them, sends it a signal after a delay, and waits.
  private static func interrupted(after milliseconds: Int, by signal: Int32, in results: String) throws
    -> Process
  {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "--default-signal=INT,TERM,HUP", Command.executable.path, "run", "none", "--oversubscribe",
      "--workloads",
      "clock,barrier-cost", "--rounds", "40", "--duration", "20", "--output", results,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    usleep(useconds_t(milliseconds * 1000))
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process
  }

  @Test func aSignalAtAnyMomentAfterTheStartIsNeitherLostNorAbrupt() throws {
    var (before, after) = (0, 0)
    // From the start of the process until trials run.
    for milliseconds in Array(stride(from: 0, to: 160, by: 4)) + [250, 400, 700, 1200] {
      let results = folder()
      defer { try? FileManager.default.removeItem(atPath: results) }
      let signal = [SIGINT, SIGTERM][milliseconds / 4 % 2]
      let process = try Self.interrupted(after: milliseconds, by: signal, in: results)
      if process.terminationReason == .uncaughtSignal {
        #expect(process.terminationStatus == signal)
        #expect(!FileManager.default.fileExists(atPath: results), "\(milliseconds) ms")
        before += 1
      } else {
        #expect(process.terminationStatus == 130, "\(milliseconds) ms")
        for name in ["campaign.json", "trials.jsonl", "summary.json"] {
          #expect(FileManager.default.fileExists(atPath: "\(results)/\(name)"), "\(milliseconds) ms: \(name)")
        }
        after += 1
      }
    }
    // On both sides of the moment at which the signals are taken over.
    #expect(before > 0 && after > 0, "\(before) before, \(after) after")
  }

  @Test func whatASignalLeftBehindIsGoneOnWith() throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    let run = try Command(
      """
      env --default-signal=INT "\(Command.executable.path)" none --oversubscribe --workloads clock --rounds 3 \
        --duration 0.3 --output \(results) & pid=$!
      for wait in $(seq 2000); do [ -e \(results)/trials.jsonl ] && break; sleep 0.001; done
      kill -INT $pid; wait $pid
      """)
    #expect(run.status == 130, "\(run.complaint)")
    let resumed = try Command("ringbench run --resume \(results) --json")
    #expect(resumed.status == 0 && resumed.output.contains("\"complete\" : true"), "\(resumed.complaint)")
  }

  @Test func aHangupIsIgnoredUnderNohup() throws {
    let results = folder()
    defer { try? FileManager.default.removeItem(atPath: results) }
    let run = try Command(
      """
      nohup "\(Command.executable.path)" none --oversubscribe --workloads clock --rounds 5 --duration 1 \
        --output \(results) </dev/null & pid=$!
      for wait in $(seq 200); do [ -s \(results)/trials.jsonl ] && break; sleep 0.01; done
      kill -HUP $pid; wait $pid
      """)
    #expect(run.status == 0, "\(run.complaint)")
  }
}
