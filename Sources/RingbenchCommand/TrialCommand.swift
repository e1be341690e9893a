import AIORing
import ArgumentParser
import Foundation
import RingBursts
import RunRecord
import Trials

/// `ringbench trial`: runs one trial in this process. Campaigns start it as their child; it is not for people.
struct TrialCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trial", abstract: "Run trials from their specifications in JSON.", shouldDisplay: false)

  @Argument(help: "The request, in JSON.")
  var request: String

  @Option(help: "Add this percentage of work to each operation.")
  var injectDelay: Double = 0

  func validate() throws {
    guard (0...1000).contains(injectDelay) else {
      throw ValidationError("--inject-delay takes per cent from 0 to 1000")
    }
  }

  func run() throws {
    guard RingShift.bytes != nil else {
      throw InputError("\(RingShift.variable) takes bytes: a multiple of 64 below 4096")
    }
    guard let request = try? RecordCoding.decoder.decode(TrialRequest.self, from: Data(request.utf8)),
      request.schema <= SchemaVersion.current, request.isPlausible
    else {
      throw ExitStatus.badData.failure(
        "the trial's specification cannot be read: was it written by another version?")
    }
    var failure: (any Error)?
    request.run(injectedPercent: injectDelay, rings: OwnRings.all.map(\.peer)) { answer in
      do { print(try answer.line()) } catch { failure = error }
      // A trial that ends this process must not take the answers before it along.
      fflush(nil)
    }
    if let failure { throw failure }
  }
}
