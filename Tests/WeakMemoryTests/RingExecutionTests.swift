import AIORing
import Testing

@testable import WeakMemory

@Suite("A witness as data") struct RingExecutionTests {
  private func execution(_ name: String, _ model: Model, _ shape: RingShape) throws -> (RingExecution, [Edge])
  {
    let subject = Subject(try #require(Catalogue.entry(named: name)))
    let verification = Verification(subject, under: model, shape: shape)
    let missing = MissingEdges.find(subject, under: model, shape: shape)
    return (RingExecution(try #require(verification.witness), missing: missing), missing)
  }

  @Test("has the read of the event take effect before the load of the tail, which is what nothing forbids")
  func stale() throws {
    let (execution, missing) = try execution("kernel-2003", .power, .publishObserve)
    #expect(missing == [.observe])
    let overtaking = try #require(execution.overtakings.first)
    #expect(execution.overtakings.count == 1 && overtaking.edge == .observe)
    func event(_ id: Int) throws -> RingExecution.Event {
      try #require(execution.events.first { $0.id == id })
    }
    let (first, second) = (try event(overtaking.first), try event(overtaking.second))
    #expect(first.text.contains("load tail") && second.text.contains("read slot"))
    #expect(try #require(second.effect) < #require(first.effect))
    #expect(first.side == .consumer && second.side == .consumer)
  }

  @Test(
    "gives every access a place that agrees with what was read from where",
    arguments: ["none", "tail-first", "kernel-2003", "acquire-release", "qemu"])
  func effects(name: String) throws {
    let subject = Subject(try #require(Catalogue.entry(named: name)))
    for model in Model.allCases {
      for shape in subject.shapes where shape != .ring {
        let verification = Verification(subject, under: model, shape: shape)
        guard let witness = verification.witness else { continue }
        let missing = MissingEdges.find(subject, under: model, shape: shape)
        let execution = RingExecution(witness, missing: missing)
        let places = Dictionary(
          uniqueKeysWithValues: execution.events.compactMap { event in event.effect.map { (event.id, $0) } })
        #expect(Set(places.values) == Set(0..<places.count), "\(name) \(model) \(shape)")
        #expect(!places.isEmpty, "\(name) \(model) \(shape)")
        for arrow in execution.arrows {
          #expect(try #require(places[arrow.from]) < #require(places[arrow.to]), "\(name) \(model) \(shape)")
        }
        #expect(
          execution.overtakings.isEmpty == missing.isEmpty, "\(name) \(model) \(shape): \(missing)")
      }
    }
  }
}
