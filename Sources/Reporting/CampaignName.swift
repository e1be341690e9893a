import RunRecord

/// What distinguishes the campaigns of one report.
enum CampaignName {
  /// A name for each campaign, no two alike: empty for one alone; otherwise its host, with the time at which it began where
  /// two are of one host, and a number where two began in the same second.
  static func all(_ summaries: [SummaryRecord]) -> [String] {
    guard summaries.count > 1 else { return summaries.map { _ in "" } }
    let hosts = summaries.map(\.campaign.environment.hostName)
    let names = zip(hosts, summaries).map { host, summary in
      hosts.count { $0 == host } > 1 ? "\(host)@\(summary.campaign.startedAt)" : host
    }
    return names.indices.map { index in
      let name = names[index]
      guard names.count(where: { $0 == name }) > 1 else { return name }
      return "\(name)#\(names[...index].count { $0 == name })"
    }
  }

  /// The same names, as prefixes of a row's name.
  static func prefixes(_ summaries: [SummaryRecord]) -> [String] {
    all(summaries).map { $0.isEmpty ? "" : $0 + "/" }
  }
}
