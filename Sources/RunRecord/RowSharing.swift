import AIORing

/// The producers beside the first, where several share a row's ring.
public struct RowSharing: Hashable, Sendable {
  /// How each gets its slots; nil: in the ring's own way, where it is not of the catalogue.
  public var kind: SharingKind?
  /// OS indices of their CPUs; one or more.
  public var furtherProducerCpus: [Int]

  public init(_ kind: SharingKind?, furtherProducerCpus: [Int]) {
    (self.kind, self.furtherProducerCpus) = (kind, furtherProducerCpus)
  }
}

extension RowKey {
  /// OS indices of all producers' CPUs.
  public var producerCpus: [Int] { [producerCpu] + (sharing?.furtherProducerCpus ?? []) }

  /// How many producers the ring has.
  public var producers: Int { producerCpus.count }

  /// Threads that spin.
  public var threads: Int { workload.threads + producers - 1 }
}
