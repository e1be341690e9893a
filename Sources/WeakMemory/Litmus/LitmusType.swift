/// An integer type of the initial state: how many bits of a number it holds, and whether it has a sign. What no type is
/// given for is an int (herdtools7, lib/testType.ml).
struct LitmusType: Equatable, Sendable {
  /// 1, 2, 4 or 8.
  var bytes = 4
  var isSigned = true

  /// What C's numbers are, whose widths make no difference here.
  static let whole = LitmusType(bytes: 8)

  init(bytes: Int = 4, isSigned: Bool = true) { (self.bytes, self.isSigned) = (bytes, isSigned) }

  /// The type that these words spell. A pointer has 8 bytes.
  init(spelt words: [String]) {
    bytes =
      words.contains("*") ? 8 : words.lazy.compactMap { Self.sizes[$0] }.first ?? 4
    isSigned = !words.contains { Self.unsigned.contains($0) }
  }

  /// Bytes, where that is not 4.
  private static let sizes: [String: Int] = [
    "int8_t": 1, "uint8_t": 1, "u8": 1, "s8": 1, "char": 1, "int16_t": 2, "uint16_t": 2, "u16": 2, "s16": 2,
    "short": 2, "int64_t": 8, "uint64_t": 8, "long": 8, "u64": 8, "s64": 8, "intptr_t": 8, "uintptr_t": 8,
  ]
  private static let unsigned: Set<String> = [
    "unsigned", "uint8_t", "u8", "uint16_t", "u16", "uint32_t", "u32", "uint64_t", "u64", "uintptr_t",
    "size_t",
  ]

  /// A number as the type holds it.
  func callAsFunction(_ number: Int64) -> Int64 {
    WordWidth(bits: 8 * bytes, isSigned: isSigned || bytes == 8)(number)
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
