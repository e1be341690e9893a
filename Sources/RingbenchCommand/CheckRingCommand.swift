import ArgumentParser
import Campaigns
import Foundation
import RunRecord
import WeakMemory

/// `check-ring`: what the models say of a ring of the program's own, as a line of JSON. `verify` asks it in a child process,
/// since a ring's code may trap; it is not for people.
struct CheckRingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-ring", abstract: "Check a ring of the program's own.", shouldDisplay: false)

  @Argument(help: "What to check, in JSON.")
  var check: String

  func run() throws {
    guard let check = try? RecordCoding.decoder.decode(RingCheck.self, from: Data(check.utf8)),
      let ring = OwnRings.all.first(where: { $0.name == check.ring }),
      [check.capacity, check.pushes ?? 1, check.pops ?? 1].allSatisfy(RingSizes.range.contains)
    else {
      throw ExitStatus.badData.failure("what to check cannot be read, or this program has no such ring")
    }
    // A parent that was killed cannot end a child that hangs: the child's own alarm does.
    alarm(UInt32(clamping: Int(2 * Double(check.models.count) * (check.seconds + 6)) + 20))
    let test = ring.test(check.capacity, check.pushes, check.pops)
    let bounds = SearchBounds(steps: check.steps ?? .max, timeout: .seconds(check.seconds))
    var records: [RingVerdictRecord] = []
    for model in check.models {
      do throws(ConcurrentTestError) {
        records.append(
          RingVerdictRecord(ring: check.ring, model: model, try test.verdict(model, bounds: bounds)))
      } catch {
        throw ExitStatus.badData.failure("\(check.ring): \(error)")
      }
    }
    print(String(decoding: try RecordCoding.line(records), as: UTF8.self))
  }
}
