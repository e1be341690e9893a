/// How this module was compiled.
package enum BuildChecks {
  /// Whether the hot loops were compiled without optimisation: then their figures mean nothing.
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
