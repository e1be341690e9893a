import AIORing
import ArgumentParser
import Foundation
import WeakMemory

/// `ringbench litmus export`: prints a run of the ring as a litmus test.
struct LitmusExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print a strategy's ring as a litmus test that herd7 accepts.",
    discussion: """
      The test is what the ring's own push and pop do, with the instructions of the dialect's architecture. Its \
      condition is the violation: Never means that the strategy is correct there.
      """)

  @Argument(help: "A strategy (ringbench list); or give --edges.", completion: .strategies)
  var strategy: String?

  @Option(help: "Orderings at edges instead of a strategy: claim=acquire,publish=release,...")
  var edges: String?

  @Option(help: "publish-observe, claim-retire or wake-sleep.")
  var shape: RingShape = .publishObserve

  @Option(help: "\(LitmusDialect.allCases.map(\.rawValue).joined(separator: ", ")).")
  var dialect: LitmusDialect = .lkmm

  @OptionGroup var ring: RingOptions

  func validate() throws {
    if (strategy == nil) == (edges == nil) { throw ValidationError("name a strategy, or give --edges") }
    do throws(InputError) { try ring.check() } catch { throw ValidationError("\(error)") }
    if shape == .ring { throw ValidationError("--shape takes publish-observe, claim-retire or wake-sleep") }
    if let strategy, Catalogue.entry(named: strategy) == nil {
      throw ValidationError(
        NearestName.complaint("strategy", strategy, among: Catalogue.entries.map(\.name)))
    }
    if let edges {
      do throws(EdgeAssignment.Mistake) { _ = try EdgeAssignment(edges) } catch {
        throw ValidationError("--edges: \(error)")
      }
    }
  }

  func run() throws {
    let subject =
      try edges.map { Subject(edges: try EdgeAssignment($0)) }
      ?? strategy.flatMap(Catalogue.entry(named:)).map(Subject.init)
    guard let subject else { return }
    do {
      let test = try LitmusExport(
        subject, shape: shape, dialect: dialect, layout: ring.layout, indexUse: ring.indexUse)
      print(try test.text(), terminator: "")
    } catch {
      StandardError.write("ringbench: \(subject.name) cannot be printed: \(error)\n")
      throw ExitCode(69)
    }
  }
}

extension LitmusDialect: ExpressibleByArgument {
  public init?(argument: String) { self.init(named: argument) }
}
extension RingShape: ExpressibleByArgument {}
