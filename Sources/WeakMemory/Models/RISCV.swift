import AIORing

/// RISC-V, RVWMO: one global order of memory accesses that respects preserved program order.
///
/// The RISC-V Instruction Set Manual, volume I, "RVWMO Memory Consistency Model": preserved program order rules 1
/// to 13, and the axiomatic form in its appendix. Rule numbers are the manual's; rules 1 and 2 (accesses to one
/// location) and 8 (the halves of an atomic) follow here from coherence and communication. An AMO is one memory
/// operation, load and store at once, as in herd7 (RISCVSem.ml, Act.Amo).
enum RISCV: MemoryModel {
  static let architectures: [Architecture] = [.riscv]

  enum Rule: String, CaseIterable {
    case coherence, atomicity
    case order
    case readsFrom = "reads-from"
    case writeOrder = "coherence-order"
    case fromReads = "from-reads"
    case fromAtomic = "3-from-atomic"
    case fence = "4-fence"
    case acquire = "5-acquire"
    case release = "6-release"
    case sequentiallyConsistent = "7-sequentially-consistent"
    case address = "9-address"
    case data = "10-data"
    case control = "11-control"
    case dependencyThenLoad = "12-dependency-then-load"
    case addressThenStore = "13-address-then-store"
    /// What comes before the store of an AMO comes before its load: they are one.
    case oneOperation = "one-operation"
  }

  static func permits(_ x: Relations, without omitted: Rule?) -> Bool {
    guard axiom(.coherence, omitted, x.isCoherent), axiom(.atomicity, omitted, x.isAtomic) else {
      return false
    }
    var order = term(.readsFrom, omitted, x.rfe, x)
    order |= term(.writeOrder, omitted, x.co, x)
    order |= term(.fromReads, omitted, x.fr, x)
    order |= term(.fromAtomic, omitted, x.rfi.from(x.atomicWrites), x)
    order |= term(.fence, omitted, x.fenced(), x)
    // A conditional exchange that fails leaves before the instruction that orders.
    let failed = x.execution.events(where: \.opensAtomic) & ~x.atomicReads
    let acquire = x.instructions(.amoAq, .amoAqRl) & ~failed
    let release = x.instructions(.amoRl, .amoAqRl) & ~failed
    if !(acquire | release).isEmpty {
      order |= term(.acquire, omitted, x.poAccesses.from(acquire), x)
      order |= term(.release, omitted, x.poAccesses.to(release), x)
      // An ordered load or store that is not atomic is RCpc (riscv-defs.cat: RCsc).
      let atomic = x.execution.events {
        $0.opensAtomic || $0.completesAtomic || $0.isExclusive || $0.isOneInstruction
      }
      let consistent = (acquire | release) & atomic
      order |= term(
        .sequentiallyConsistent, omitted, x.poAccesses.from(consistent, to: consistent), x)
    }
    order |= term(.address, omitted, x.address, x)
    order |= term(.data, omitted, x.data, x)
    order |= term(.control, omitted, x.control.to(x.writes), x)
    order |= term(.dependencyThenLoad, omitted, (x.address | x.data).then(x.rfi), x)
    order |= term(.addressThenStore, omitted, x.address.then(x.po).to(x.writes), x)
    let operations = x.rmw.from(x.execution.events(where: \.isOneInstruction))
    if !operations.isEmpty {
      // A store of the same location is before both halves, or after both; a release puts its own load before its store.
      order |= term(.oneOperation, omitted, (order - operations).then(operations.inverse), x)
    }
    return axiom(.order, omitted, order.isAcyclic)
  }
}
