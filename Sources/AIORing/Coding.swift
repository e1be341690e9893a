// Names are written to results as they are typed on the command line. Embedded Swift has no Codable.
#if !hasFeature(Embedded)
  extension Edge: Codable {}
  extension Edge.Side: Codable {}
  extension Ordering: Codable {}
  extension LockKind: Codable {}
  extension LayoutKind: Codable {}
  extension SharingKind: Codable {}
  extension IndexUseKind: Codable {}
  extension PageKind: Codable {}
  extension Polling: Codable {}
  extension PayloadStoreKind: Codable {}
  extension BadEventKind: Codable {}
  extension CorrectnessClaim: Codable {}
  extension StrategyFamily: Codable {}
#endif
