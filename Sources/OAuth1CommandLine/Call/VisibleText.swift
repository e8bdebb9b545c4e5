//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1

/// Text of a service, made harmless for a terminal.
enum VisibleText {
    /// Shows control characters, with which a service could change or command the terminal, as `\u001b`.
    ///
    /// Line breaks and tabs stay unless the text is for one line, and a line break of two characters becomes one. Marks that
    /// change the direction of the text are shown, too.
    static func escaping(_ text: String, onOneLine: Bool = false) -> String {
        guard text.unicodeScalars.contains(where: { isHidden($0, onOneLine) }) else { return text }
        var result = ""
        let scalars = text.unicodeScalars
        for index in scalars.indices {
            let scalar = scalars[index]
            if !onOneLine, scalar == "\r", scalars[scalars.index(after: index)...].first == "\n" { continue }
            if isHidden(scalar, onOneLine) {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isHidden(_ scalar: Unicode.Scalar, _ onOneLine: Bool) -> Bool {
        scalar.isHiddenControl && (onOneLine || (scalar != "\t" && scalar != "\n"))
    }
}
#endif
