import Testing

@testable import WeakMemory

@Suite struct MutationTests {
  @Test(arguments: Model.allCases)
  func `Leaving out any axiom or term of a model changes a verdict`(model: Model) {
    let probes = SpecialProbes.all + Cycle.probes
    var baseline: [Int: Verdict] = [:]
    for rule in model.rules {
      let isSeen = probes.indices.contains { index in
        let mutated = probes[index].verdict(model, omitting: rule)
        // Leaving a rule out can only allow more.
        if mutated != .allowed { return false }
        let original = baseline[index] ?? probes[index].verdict(model)
        baseline[index] = original
        return original == .forbidden
      }
      #expect(isSeen, "\(model.rawValue) gives the same verdicts without \(rule)")
    }
  }
}
