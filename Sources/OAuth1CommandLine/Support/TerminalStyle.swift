//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
/// Colors for a terminal that shows them.
struct TerminalStyle: Sendable {
    /// A way to show text, with its SGR code (ECMA-48).
    enum Look: Int, Sendable {
        case bold = 1
        case dim = 2
        case red = 31
        case green = 32
        case cyan = 36
    }

    let hasColors: Bool

    /// Uses colors on a terminal, except if `NO_COLOR` is set or `TERM` is `dumb` or missing.
    init(isTerminal: Bool, environment: [String: String]) {
        let terminal = environment["TERM"] ?? ""
        let isForbidden = environment["NO_COLOR"]?.isEmpty == false
        hasColors = isTerminal && !isForbidden && !terminal.isEmpty && terminal != "dumb"
    }

    func apply(_ look: Look, _ text: String) -> String {
        hasColors ? "\u{1B}[\(look.rawValue)m\(text)\u{1B}[0m" : text
    }
}
#endif
