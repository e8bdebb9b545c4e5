//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation

/// Ends the process cleanly when the user presses Ctrl-C.
final class LoginInterruption {
    private let sources: SignalSources

    /// Shows a message and exits when the process is interrupted, as long as this object lives.
    init(message: String) async {
        sources = await SignalSources([SIGINT]) { _ in
            showTerminalInput()
            Diagnostics.fail(message)
            _exit(ExitStatus.interrupted.rawValue)
        }
    }

    deinit { sources.cancel() }
}
#endif
