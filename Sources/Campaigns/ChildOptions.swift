import Subprocess

extension PlatformOptions {
  /// Of a child of this program.
  static var child: PlatformOptions {
    var options = PlatformOptions()
    // A process group of its own: Ctrl-C on a terminal is meant for the parent, which ends its children itself.
    options.processGroupID = 0
    // A script's own children would keep its output open: they are ended with it.
    options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
    return options
  }
}
