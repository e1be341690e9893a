/// Reads a litmus test of herd7: in the Linux kernel's C dialect (tools/memory-model/Documentation/litmus-tests.txt), or
/// in an assembly language.
public struct LitmusParser {
  private var tokens: [LitmusToken] = []
  private var position = 0
  /// Blocks, parentheses and operators opened and not closed: bounds the stack that broken input can take.
  private var depth = 0
  /// How many `do … while (0)` are open.
  private var openBodies = 0
  /// The conditional expressions of the statement that is being read.
  private var conditionals = LitmusConditionals()

  private init() {}

  /// The test in `text`.
  public static func parse(_ text: String) throws(LitmusError) -> LitmusTest {
    var lexer = LitmusLexer(text)
    let (architecture, name) = try lexer.header()
    var parser = LitmusParser()
    var test: LitmusTest
    if architecture == "C" {
      parser.tokens = try lexer.tokens()
      let state = try parser.initialState()
      test = try parser.questions(of: name, state, .c(try parser.threads()))
    } else if let language = AssemblyLanguage(rawValue: architecture) {
      parser.tokens = try lexer.initialStateTokens()
      let state = try parser.initialState()
      let threads = try AssemblyInstruction.threads(lexer.rows(), line: parser.line)
      let assigned = state.flatMap {
        $0.assigned(among: threads, unless: $0.target.thread != Self.unknownThread)
      }
      (parser.tokens, parser.position) = (try lexer.tokens(), 0)
      test = try parser.questions(of: name, assigned, .assembly(language, threads))
    } else if Self.otherLanguages.contains(architecture) {
      throw .unsupported(
        "a test in \(architecture); those in C, "
          + AssemblyLanguage.allCases.map(\.rawValue).joined(separator: ", ") + " are read", line: 1)
    } else {
      throw .syntax(
        "the first line names the language and the test, as in 'C MP+poonceonces'; this file starts with "
          + "'\(architecture)'", line: 1)
    }
    test.statedResult = StatedResult(comments: lexer.comments)
    return test
  }

  /// What else herd7 reads.
  private static let otherLanguages: Set<String> = [
    "ASL", "BPF", "Bell", "CPP", "JAVA", "LISA", "MIPS", "OpenCL", "PTX",
  ]

  // MARK: Tokens

  private var token: LitmusToken { tokens[position] }
  private var line: Int { token.line }

  private func isSymbol(_ symbol: String, ahead: Int = 0) -> Bool {
    position + ahead < tokens.count && tokens[position + ahead].kind == .symbol(symbol)
  }

  private func name(ahead: Int = 0) -> String? {
    guard position + ahead < tokens.count, case .identifier(let name) = tokens[position + ahead].kind else {
      return nil
    }
    return name
  }

  /// Moves on; the last token, the end, is never passed.
  private mutating func next() { if position < tokens.count - 1 { position += 1 } }

  private mutating func take(_ symbol: String) -> Bool {
    guard isSymbol(symbol) else { return false }
    next()
    return true
  }

  private mutating func expect(_ symbol: String, _ where: String) throws(LitmusError) {
    guard take(symbol) else {
      throw .syntax("expected '\(symbol)' \(`where`), found \(token.text)", line: line)
    }
  }

  private mutating func expectName(_ what: String) throws(LitmusError) -> String {
    guard let name = name() else { throw .syntax("expected \(what), found \(token.text)", line: line) }
    next()
    return name
  }

  private mutating func takeName(_ word: String) -> Bool {
    guard name() == word else { return false }
    next()
    return true
  }

  private mutating func number() throws(LitmusError) -> Int {
    let negative = take("-")
    guard case .number(let number) = token.kind else {
      throw .syntax("expected a number, found \(token.text)", line: line)
    }
    next()
    return negative ? 0 &- number : number
  }

  private mutating func nested<R>(
    _ body: (inout LitmusParser) throws(LitmusError) -> R
  ) throws(LitmusError) -> R {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 200 else { throw .syntax("nested too deeply", line: line) }
    return try body(&self)
  }

  /// Bounds how deep a chain of operators makes the syntax tree.
  private func lengthen(_ length: inout Int) throws(LitmusError) {
    length += 1
    if length > 500 { throw .syntax("more than 500 operators in a row", line: line) }
  }

  // MARK: The file

  /// The threads of a test in C.
  private mutating func threads() throws(LitmusError) -> [LitmusTest.Thread] {
    var threads: [LitmusTest.Thread] = []
    while let head = self.name(), let number = Self.threadNumber(head), isSymbol("(", ahead: 1) {
      guard number == threads.count else {
        throw .syntax(
          "threads are numbered from P0 on without gaps; this is \(head), not P\(threads.count)", line: line)
      }
      threads.append(try thread())
    }
    guard !threads.isEmpty else {
      throw .syntax("expected a thread, as in 'P0(int *x) { … }', found \(token.text)", line: line)
    }
    return threads
  }

  /// What follows the threads.
  private mutating func questions(
    of name: String, _ initialState: [LitmusTest.Initialisation], _ code: LitmusTest.Code
  ) throws(LitmusError) -> LitmusTest {
    let locationsLine = line
    let locations = try takeName("locations") ? self.locations() : []
    let filterLine = line
    let filter = try takeName("filter") ? proposition(0) : nil
    let conditionLine = line
    let condition = try condition()
    while take(";") {}
    guard token.kind == .end else {
      throw .syntax("nothing may follow the condition, found \(token.text)", line: line)
    }
    return LitmusTest(
      name: name, initialState: initialState, code: code, locations: locations, filter: filter,
      condition: condition, locationsLine: locationsLine, filterLine: filterLine,
      conditionLine: conditionLine)
  }

  private static func threadNumber(_ name: String) -> Int? {
    name.hasPrefix("P") ? Int(name.dropFirst()) : nil
  }

  // MARK: The initial state

  /// The thread of a register that is named without one.
  private static let unknownThread = -1

  private mutating func initialState() throws(LitmusError) -> [LitmusTest.Initialisation] {
    try expect("{", "before the initial state")
    var state: [LitmusTest.Initialisation] = []
    while !take("}") {
      if take(";") { continue }
      state.append(try initialisation())
      guard isSymbol("}") || take(";") else {
        throw .syntax("expected ';' in the initial state, found \(token.text)", line: line)
      }
    }
    return state
  }

  private mutating func initialisation() throws(LitmusError) -> LitmusTest.Initialisation {
    let (start, startOfType) = (line, position)
    let type = try takeType()
    let target: LitmusTest.Observable =
      if case .number(let thread) = token.kind {
        try register(of: thread)
      } else if take("%") {
        // A register that herd7 chooses; which thread has it is told by the code.
        .register(thread: Self.unknownThread, name: "%" + (try expectName("a register")))
      } else {
        .shared(name: try sharedName(), cell: nil)
      }
    let words = tokens[startOfType..<position].compactMap(\.word)
    var cells: Int?
    if take("[") {
      let count = try number()
      try expect("]", "after the size of an array")
      guard (1...1024).contains(count) else { throw .syntax("an array of \(count) cells", line: start) }
      cells = count
    }
    var values: [LitmusTest.Literal] = []
    if take("=") || take("==") {
      if take("{") {
        repeat { values.append(try literal()) } while take(",")
        try expect("}", "after the values of an array")
      } else if let macro = name(), Self.initialisers.contains(macro) {
        next()
        try expect("(", "after \(macro)")
        values = [try literal()]
        try expect(")", "after the value of \(macro)")
      } else {
        values = [try literal()]
      }
    }
    if values.count > 1, values.count > (cells ?? 1) {
      throw .syntax("\(values.count) values for \(target)", line: start)
    }
    return LitmusTest.Initialisation(
      target: target, values: values, cells: cells, type: LitmusType(spelt: words), isLock: type == .lock,
      line: start)
  }

  private static let initialisers: Set<String> = ["ATOMIC_INIT", "ATOMIC_LONG_INIT", "ATOMIC64_INIT"]

  /// `x`, `[x]` or `*x`: all the same variable.
  private mutating func sharedName() throws(LitmusError) -> String {
    if take("[") {
      let name = try expectName("a variable")
      try expect("]", "after '[\(name)'")
      return name
    }
    while take("*") {}
    return try expectName("a variable")
  }

  private mutating func register(of thread: Int) throws(LitmusError) -> LitmusTest.Observable {
    next()
    try expect(":", "between a thread's number and its variable")
    return .register(thread: thread, name: try expectName("a private variable"))
  }

  private mutating func literal() throws(LitmusError) -> LitmusTest.Literal {
    while isSymbol("("), skipCast() {}
    // litmus7 writes the address of x in C as %x.
    if name() != nil || isSymbol("&") || isSymbol("%") {
      if !take("&") { _ = take("%") }
      let name = try expectName("a variable")
      if name == "NULL" { return .number(0) }
      if isSymbol(":") { throw .unsupported("a label of a thread as a value", line: line) }
      return .address(name: name, cell: try cell())
    }
    return .number(try number())
  }

  private mutating func cell() throws(LitmusError) -> Int? {
    guard take("[") else { return nil }
    let cell = try number()
    try expect("]", "after an index")
    return cell
  }

  // MARK: Types

  private enum TypeKind { case value, lock }

  private static let typeWords: Set<String> = [
    "int", "unsigned", "signed", "long", "short", "char", "volatile", "const", "struct", "_Bool", "bool",
    "void",
    "intptr_t", "uintptr_t", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "int8_t", "int16_t",
    "int32_t",
    "int64_t", "uint8_t", "uint16_t", "uint32_t", "uint64_t", "size_t", "__rcu",
    "atomic_t", "atomic64_t", "atomic_long_t", "atomic_int", "spinlock_t", "raw_spinlock_t",
  ]

  /// Skips a type with its stars, if one stands here.
  private mutating func takeType() throws(LitmusError) -> TypeKind? {
    var kind: TypeKind?
    while let word = name() {
      // A word followed by another word is a type, whatever it is called: `foo_t *x`, `struct foo x`.
      let isNamedType =
        kind == nil && (name(ahead: 1) != nil || (isSymbol("*", ahead: 1) && name(ahead: 2) != nil))
      guard Self.typeWords.contains(word) || isNamedType else { break }
      kind = word == "spinlock_t" || word == "raw_spinlock_t" ? .lock : kind ?? .value
      next()
      if word == "struct" { _ = try expectName("the name of a struct") }
    }
    if kind != nil { while take("*") || takeName("const") || takeName("volatile") || takeName("restrict") {} }
    return kind
  }

  /// Skips `(int *)`, if it stands here.
  private mutating func skipCast() -> Bool {
    guard isSymbol("("), let word = name(ahead: 1), Self.typeWords.contains(word) else { return false }
    let start = position
    next()
    guard (try? takeType()) != nil, take(")") else {
      position = start
      return false
    }
    return true
  }

  // MARK: Threads

  private mutating func thread() throws(LitmusError) -> LitmusTest.Thread {
    next()
    try expect("(", "after a thread's name")
    var parameters: [LitmusTest.Parameter] = []
    while !take(")") {
      if name() == "void", isSymbol(")", ahead: 1) {
        next()
        continue
      }
      let start = line
      let type = try takeType()
      guard type != nil else { throw .syntax("expected a parameter's type, found \(token.text)", line: line) }
      let name = try expectName("a parameter's name")
      if take("[") {
        if !isSymbol("]") { _ = try number() }
        try expect("]", "after a parameter that is an array")
      }
      guard !parameters.contains(where: { $0.name == name }) else {
        throw .syntax("two parameters are called '\(name)'", line: start)
      }
      parameters.append(LitmusTest.Parameter(name: name, isLock: type == .lock, line: start))
      guard isSymbol(")") || take(",") else {
        throw .syntax("expected ',' or ')' after a parameter, found \(token.text)", line: line)
      }
    }
    guard isSymbol("{") else { throw .syntax("expected '{', found \(token.text)", line: line) }
    return LitmusTest.Thread(parameters: parameters, body: try block())
  }

  private mutating func block() throws(LitmusError) -> [LitmusTest.Statement] {
    try expect("{", "before a block")
    var statements: [LitmusTest.Statement] = []
    while !take("}") {
      guard token.kind != .end else { throw .syntax("a block has no '}'", line: line) }
      try nested { (parser) throws(LitmusError) in statements += try parser.statement() }
    }
    return statements
  }

  private static let loops: Set<String> = ["while", "for"]
  private static let jumps: Set<String> = ["goto", "switch", "return", "break", "continue"]

  private mutating func statement() throws(LitmusError) -> [LitmusTest.Statement] {
    let start = line
    if take(";") { return [] }
    if isSymbol("{") { return try block() }
    if takeName("if") { return try branch(line: start) }
    if takeName("do") { return try once(line: start) }
    if openBodies > 0, takeName("break") || takeName("continue") {
      try endOfStatement()
      return [.leave]
    }
    if let word = name(), Self.jumps.contains(word) { throw .unsupported("'\(word)'", line: start) }
    if let word = name(), Self.loops.contains(word) {
      throw .unsupported("'\(word)': herd7 has no loops in C, and a loop here has no bound", line: start)
    }
    if let type = try declaredType() { return try declaration(type: type) }
    let statement = try simpleStatement()
    return try conditionals.take(before: statement) + [statement]
  }

  /// `do … while (0)`, which is no loop.
  private mutating func once(line start: Int) throws(LitmusError) -> [LitmusTest.Statement] {
    openBodies += 1
    let body = try nested { (parser) throws(LitmusError) in try parser.statement() }
    openBodies -= 1
    guard takeName("while") else {
      throw .syntax("expected 'while' after 'do', found \(token.text)", line: line)
    }
    guard isSymbol("("), position + 1 < tokens.count, tokens[position + 1].kind == .number(0),
      isSymbol(")", ahead: 2)
    else { throw .unsupported("'do' other than 'do { … } while (0)'", line: start) }
    for _ in 0..<3 { next() }
    try endOfStatement()
    return try LitmusTest.Statement.straightened(body, line: start)
  }

  /// The type if a declaration stands here.
  private mutating func declaredType() throws(LitmusError) -> TypeKind? {
    guard let word = name() else { return nil }
    let declares = Self.typeWords.contains(word) || name(ahead: 1) != nil
    return declares ? try takeType() : nil
  }

  private mutating func declaration(type: TypeKind) throws(LitmusError) -> [LitmusTest.Statement] {
    var statements: [LitmusTest.Statement] = []
    repeat {
      let start = line
      while take("*") {}
      let name = try expectName("a private variable")
      if isSymbol("[") { throw .unsupported("a private array", line: start) }
      let statement: LitmusTest.Statement =
        take("=") ? .assign(name: name, value: try expression(), line: start) : .declare(name: name)
      statements += try conditionals.take(before: statement)
      statements.append(statement)
    } while take(",")
    try endOfStatement()
    return statements
  }

  private mutating func branch(line start: Int) throws(LitmusError) -> [LitmusTest.Statement] {
    try expect("(", "after 'if'")
    let condition = try expression()
    try expect(")", "after the condition of 'if'")
    let before = try conditionals.take(
      before: .branch(condition: condition, then: [], else: [], line: start))
    let then = try nested { (parser) throws(LitmusError) in try parser.statement() }
    var otherwise: [LitmusTest.Statement] = []
    if takeName("else") { otherwise = try nested { (parser) throws(LitmusError) in try parser.statement() } }
    return before + [.branch(condition: condition, then: then, else: otherwise, line: start)]
  }

  private mutating func simpleStatement() throws(LitmusError) -> LitmusTest.Statement {
    let start = line
    let left = try expression()
    var statement: LitmusTest.Statement?
    if take("=") {
      statement = try assignment(to: left, try expression(), line: start)
    } else if case .symbol(let symbol) = token.kind, symbol.hasSuffix("="), symbol.count > 1,
      let op = LitmusTest.BinaryOperator(rawValue: String(symbol.dropLast()))
    {
      next()
      statement = try assignment(to: left, .binary(op, left, try expression()), line: start)
    } else if isSymbol("++") || isSymbol("--") {
      let op: LitmusTest.BinaryOperator = isSymbol("++") ? .add : .subtract
      next()
      statement = try assignment(to: left, .binary(op, left, .number(1)), line: start)
    }
    try endOfStatement()
    return statement ?? .evaluate(left, line: start)
  }

  private func assignment(
    to place: LitmusTest.Expression, _ value: LitmusTest.Expression, line: Int
  ) throws(LitmusError) -> LitmusTest.Statement {
    switch place {
    case .name(let name, _): .assign(name: name, value: value, line: line)
    case .dereference(let address, _): .store(address: address, value: value, line: line)
    default: throw .syntax("only a variable or '*pointer' can be assigned to", line: line)
    }
  }

  private mutating func endOfStatement() throws(LitmusError) {
    // herd7 lets the last statement of a block go without.
    guard take(";") || isSymbol("}") else {
      throw .syntax("expected ';', found \(token.text)", line: line)
    }
  }

  // MARK: Expressions

  private mutating func expression(above precedence: Int = 0) throws(LitmusError) -> LitmusTest.Expression {
    try nested { (parser) throws(LitmusError) in
      var left = try parser.operand()
      var length = 0
      while case .symbol(let symbol) = parser.token.kind,
        let op = LitmusTest.BinaryOperator(rawValue: symbol),
        op.precedence > precedence
      {
        parser.next()
        try parser.lengthen(&length)
        left = .binary(op, left, try parser.expression(above: op.precedence))
      }
      let line = parser.line
      guard precedence == 0, parser.take("?") else { return left }
      let outer = parser.conditionals.open()
      let then = try parser.expression()
      let beforeThen = try parser.conditionals.take(before: .evaluate(then, line: line))
      try parser.expect(":", "between the values of '?:'")
      let otherwise = try parser.expression()
      let beforeOtherwise = try parser.conditionals.take(before: .evaluate(otherwise, line: line))
      parser.conditionals.close(outer)
      return parser.conditionals.add(
        condition: left, then: (beforeThen, then), else: (beforeOtherwise, otherwise), line: line)
    }
  }

  private mutating func operand() throws(LitmusError) -> LitmusTest.Expression {
    try nested { (parser) throws(LitmusError) in
      let start = parser.line
      if parser.skipCast() { return try parser.operand() }
      if case .symbol(let symbol) = parser.token.kind {
        switch symbol {
        case "-", "!", "~":
          parser.next()
          let op = LitmusTest.UnaryOperator(rawValue: symbol) ?? .not
          return .unary(op, try parser.operand())
        case "+":
          parser.next()
          return try parser.operand()
        case "*":
          parser.next()
          return .dereference(try parser.operand(), line: start)
        case "&":
          parser.next()
          // The address of a place: `&*p` is p, and `&x` of a parameter is the shared variable it names.
          let place = try parser.operand()
          if case .dereference(let address, _) = place { return address }
          return place
        default: break
        }
      }
      return try parser.postfix()
    }
  }

  private mutating func postfix() throws(LitmusError) -> LitmusTest.Expression {
    var value = try primary()
    while true {
      let start = line
      if take("[") {
        value = .dereference(.binary(.add, value, try expression()), line: start)
        try expect("]", "after an index")
      } else if isSymbol("->") || isSymbol(".") {
        throw .unsupported("a member of a struct", line: start)
      } else {
        return value
      }
    }
  }

  private mutating func primary() throws(LitmusError) -> LitmusTest.Expression {
    let start = line
    switch token.kind {
    case .number(let number):
      next()
      return .number(number)
    case .identifier("NULL"):
      next()
      return .number(0)
    case .identifier(let name):
      next()
      guard take("(") else { return .name(name, line: start) }
      var arguments: [LitmusTest.Expression] = []
      if !take(")") {
        repeat { arguments.append(try expression()) } while take(",")
        try expect(")", "after the arguments of \(name)")
      }
      return .call(name, arguments, line: start)
    case .symbol("("):
      next()
      let inner = try expression()
      try expect(")", "after an expression")
      return inner
    default:
      throw .syntax("expected an expression, found \(token.text)", line: start)
    }
  }

  // MARK: What is asked

  private mutating func locations() throws(LitmusError) -> [LitmusTest.Observable] {
    try expect("[", "after 'locations'")
    var places: [LitmusTest.Observable] = []
    while !take("]") {
      if take(";") { continue }
      places.append(try observable())
      // A type may stand behind a place: how the value is shown.
      if name() != nil { _ = try takeType() }
      if let word = name(), Self.typeWords.contains(word) { next() }
      while take("*") {}
      guard isSymbol("]") || take(";") else {
        throw .syntax("expected ';' between locations, found \(token.text)", line: line)
      }
    }
    return places
  }

  private mutating func observable() throws(LitmusError) -> LitmusTest.Observable {
    if case .number(let thread) = token.kind { return try register(of: thread) }
    let name = try sharedName()
    return .shared(name: name, cell: try cell())
  }

  private mutating func condition() throws(LitmusError) -> LitmusTest.Condition {
    let start = line
    // A test may ask nothing, only whether it has executions at all.
    if token.kind == .end { return LitmusTest.Condition(quantifier: .forAll, proposition: .always(true)) }
    let quantifier: LitmusTest.Quantifier
    if take("~") || takeName("not") {
      guard takeName("exists") else {
        throw .syntax("expected 'exists' after '~', found \(token.text)", line: line)
      }
      quantifier = .notExists
    } else if takeName("exists") {
      quantifier = .exists
    } else if takeName("forall") {
      quantifier = .forAll
    } else {
      throw .syntax("expected exists, ~exists or forall, found \(token.text)", line: start)
    }
    return LitmusTest.Condition(quantifier: quantifier, proposition: try proposition(0))
  }

  /// `=>` binds least, then `\/`, then `/\`.
  private mutating func proposition(_ precedence: Int) throws(LitmusError) -> Proposition {
    try nested { (parser) throws(LitmusError) in
      var left = try parser.atom()
      var length = 0
      while true {
        try parser.lengthen(&length)
        if precedence < 3, parser.take("/\\") || parser.take("&&") {
          left = .and(left, try parser.proposition(3))
        } else if precedence < 2, parser.take("\\/") || parser.take("||") {
          left = .or(left, try parser.proposition(2))
        } else if precedence < 1, parser.take("=>") {
          left = .implies(left, try parser.proposition(0))
        } else {
          return left
        }
      }
    }
  }

  /// What an array holds, from its first cell on, behind the opening brace: `{1, 2}`.
  private mutating func cells(of name: String) throws(LitmusError) -> Proposition {
    var all = Proposition.equal(.shared(name: name, cell: 0), try literal())
    var length = 1
    while take(",") {
      all = .and(all, .equal(.shared(name: name, cell: length), try literal()))
      try lengthen(&length)
    }
    try expect("}", "behind the cells of '\(name)'")
    return all
  }

  private mutating func atom() throws(LitmusError) -> Proposition {
    if take("~") || takeName("not") {
      return .not(try nested { (parser) throws(LitmusError) in try parser.atom() })
    }
    if take("(") {
      let inner = try proposition(0)
      try expect(")", "in the condition")
      return inner
    }
    if takeName("true") { return .always(true) }
    if takeName("false") { return .always(false) }
    let start = line
    let place = try observable()
    if takeName("in") || isSymbol("{") { throw .unsupported("a set of values in the condition", line: start) }
    let negated = take("!=") || take("<>")
    guard negated || take("=") || take("==") else {
      throw .syntax("expected '=' after \(place), found \(token.text)", line: line)
    }
    let equality: Proposition
    if case .number(let thread) = token.kind, isSymbol(":", ahead: 1) {
      equality = .same(place, try register(of: thread))
    } else if case .shared(let name, nil) = place, take("{") {
      equality = try cells(of: name)
    } else {
      equality = .equal(place, try literal())
    }
    return negated ? .not(equality) : equality
  }
}

extension LitmusTest.Initialisation {
  /// A register that is named without its thread, in each thread that uses it: `%x0=x`.
  fileprivate func assigned(among threads: [[AssemblyInstruction]], unless isKnown: Bool) -> [Self] {
    guard case .register(_, let name) = target, !isKnown else { return [self] }
    let users = threads.indices.filter { threads[$0].contains { $0.names(name) } }
    return users.map { thread in
      var entry = self
      entry.target = .register(thread: thread, name: name)
      return entry
    }
  }
}

extension LitmusTest.Observable {
  fileprivate var thread: Int? { if case .register(let thread, _) = self { thread } else { nil } }
}

extension AssemblyInstruction {
  /// Whether an operand is or has in it that register.
  fileprivate func names(_ register: String) -> Bool {
    operands.contains { operand in
      operand.ranges(of: register).contains { range in
        guard let next = operand[range.upperBound...].first else { return true }
        return !(next.isLetter || next.isNumber || next == "_")
      }
    }
  }
}
