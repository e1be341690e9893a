/// An integer type of the initial state: how many bits of a number it holds, and whether it has a sign. What no type is
/// given for is an int (herdtools7, lib/testType.ml).
struct LitmusType: Equatable, Sendable {
  /// 4 or 8; accesses to parts of words are refused.
  var bytes = 4
  var isSigned = true

  /// What C's numbers are, whose widths make no difference here.
  static let whole = LitmusType(bytes: 8)

  init(bytes: Int = 4, isSigned: Bool = true) { (self.bytes, self.isSigned) = (bytes, isSigned) }

  /// The type that these words spell. A pointer has 8 bytes.
  init(spelt words: [String]) {
    bytes = words.contains { $0 == "*" || Self.wide.contains($0) } ? 8 : 4
    isSigned = !words.contains { Self.unsigned.contains($0) }
  }

  private static let wide: Set<String> = [
    "int64_t", "uint64_t", "long", "u64", "s64", "intptr_t", "uintptr_t",
  ]
  private static let unsigned: Set<String> = [
    "unsigned", "uint32_t", "uint64_t", "u32", "u64", "uintptr_t", "size_t",
  ]

  /// A number as the type holds it.
  func callAsFunction(_ number: Int64) -> Int64 {
    if bytes == 8 { return number }
    return (isSigned ? WordWidth.signExtended : .zeroExtended)(number)
  }

  /// A number as herd7 prints it.
  func text(_ number: Int64) -> String {
    bytes == 8 && !isSigned ? "\(UInt64(bitPattern: number))" : "\(self(number))"
  }
}

/// What the places that a test asks for are declared as.
struct PlaceTypes: Sendable {
  private var types: [LitmusTest.Observable: LitmusType] = [:]

  /// Of C the numbers are what they are.
  init(_ places: Set<LitmusTest.Observable>, of test: LitmusTest, layout: LitmusLayout) {
    guard case .assembly(let language, _) = test.code else { return }
    for place in places {
      types[place] =
        switch place {
        case .shared(let name, _): layout.variables[name]?.type
        case .register(let thread, let name):
          test.initialState.first { $0.isRegister(name, of: thread, language) }?.type
        }
      types[place] = types[place] ?? LitmusType()
    }
  }

  subscript(place: LitmusTest.Observable) -> LitmusType { types[place] ?? .whole }
}

extension LitmusTest.Initialisation {
  /// Whether it declares a register, whatever part of it either names.
  fileprivate func isRegister(_ name: String, of thread: Int, _ language: AssemblyLanguage) -> Bool {
    guard case .register(thread, let other) = target else { return false }
    return language.decoder.register(other)?.name == language.decoder.register(name)?.name
  }
}
