import AIORing
import Testing

@testable import WeakMemory

@Suite("Speed", .serialized) struct SpeedTests {
  @Test("scratch")
  func ring() {
    for name in ["kernel-2014", "acquire-release", "none", "seq-cst", "ticket-lock"] {
      for model in Model.allCases {
        guard let entry = Catalogue.entry(named: name) else { continue }
        var settings = VerificationSettings()
        settings.sizes = RingSizes(pushes: 3, pops: 3, capacity: 1, words: 1)
        settings.bounds.timeout = .seconds(10)
        let r = Verification(Subject(entry), under: model, shape: .ring, settings: settings)
        print(name, model.rawValue, r.verdict, r.executions, r.duration)
      }
    }
  }
}
