//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser

/// The exit statuses of all commands; those from 64 are from sysexits.h.
enum ExitStatus: Int32, Sendable {
    /// The command did what it was asked to do.
    case success = 0
    /// The service rejected a request, the user declined, or the command failed in another way.
    case failed = 1
    /// There is no usable login: run `oauth1 login` first.
    case loginRequired = 4
    /// The arguments are wrong (EX_USAGE).
    case usage = 64
    /// A file or database that the command reads is missing, unreadable or not in the expected form (EX_NOINPUT).
    case unreadableInput = 66
    /// The service was not reached or has a temporary problem; the same command may succeed later (EX_TEMPFAIL).
    case tryLater = 75
    /// The user pressed Ctrl-C (128 + SIGINT).
    case interrupted = 130

    /// The error with which a command exits silently.
    var code: ExitCode { ExitCode(rawValue) }
}
#endif
