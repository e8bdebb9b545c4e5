//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The readable text of a page, for excerpts.
enum ReadableText {
    /// The start of a text, with each run of whitespace as one blank, and of a page without what is not text.
    ///
    /// One pass over the bytes that are read at most, and no more of it than an excerpt can be made of.
    static func beginning(of body: ArraySlice<UInt8>, isPage: Bool) -> (text: [UInt8], isCut: Bool) {
        var text: [UInt8] = []
        var index = body.startIndex
        // What is not changed is copied in one piece: it starts here and ends at the index.
        var kept = index
        func copyKept() {
            text.append(contentsOf: body[kept..<index])
        }
        while index < body.endIndex {
            guard text.count + (index - kept) < ReadingLimits.excerptBytes else {
                copyKept()
                return (text, true)
            }
            let byte = body[index]
            let isAfterSpace = index > kept ? body[index - 1] == 0x20 : text.last == 0x20
            var next = index + 1
            var isBlank = true
            if byte.isASCIISpace {
                guard byte != 0x20 || isAfterSpace else {
                    index = next
                    continue
                }
            } else {
                guard isPage, byte == UInt8(ascii: "<"), let end = endOfHidden(body, at: index) else {
                    index = next
                    continue
                }
                next = end
                // Frameworks put comments into the middle of a text.
                isBlank = !body.hasText("<!--", at: index)
            }
            copyKept()
            if isBlank, !isAfterSpace { text.append(0x20) }
            (index, kept) = (next, next)
        }
        copyKept()
        return (text, false)
    }

    /// The end of a style, a script or a comment that starts at a place.
    private static func endOfHidden(_ body: ArraySlice<UInt8>, at index: Int) -> Int? {
        let ending: StaticString
        if body.hasText("<style", at: index) {
            ending = "</style"
        } else if body.hasText("<script", at: index) {
            ending = "</script"
        } else if body.hasText("<!--", at: index) {
            ending = "-->"
        } else {
            return nil
        }
        var end = index + 4
        while end < body.endIndex, !body.hasText(ending, at: end) { end += 1 }
        // The tags that end the others are left out as all tags are.
        return body[index + 1] == UInt8(ascii: "!") ? Swift.min(end + 3, body.endIndex) : end
    }
}
