//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Dispatch
import Foundation

/// Ends the process cleanly when the user presses Ctrl-C.
final class LoginInterruption {
    private let source: any DispatchSourceSignal

    /// Shows a message and exits when the process is interrupted, as long as this object lives.
    init(message: String) {
        signal(SIGINT, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler {
            Diagnostics.fail(message)
            _exit(ExitStatus.interrupted.rawValue)
        }
        source.resume()
    }

    deinit {
        source.cancel()
        signal(SIGINT, SIG_DFL)
    }
}
#endif
