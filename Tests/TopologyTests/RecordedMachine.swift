import Foundation
import Testing

@testable import Topology

/// The file of a machine under Machines/.
func file(_ name: String) throws -> URL {
  try #require(Bundle.module.url(forResource: "Machines/\(name)", withExtension: "xml"))
}

/// A machine under Machines/, read in this process: those files are not damaged.
func recorded(_ name: String) throws -> Machine {
  try Machine(xml: Array(Data(contentsOf: file(name))))
}
