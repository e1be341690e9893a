/// What this module knows about how it was compiled itself.
package enum BuildChecks {
  /// Whether the hot loops were compiled without optimisation: their figures are worth nothing then.
  package static var measuredCodeIsUnoptimised: Bool {
    // An assertion's condition is evaluated only in code compiled without optimisation.
    var evaluated = false
    assert(
      {
        evaluated = true
        return true
      }())
    return evaluated
  }
}
