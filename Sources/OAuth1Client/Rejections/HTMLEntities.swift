//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The entities of HTML that services' errors have: those of ASCII, and of the punctuation in sentences.
enum HTMLEntities {
    /// The longest entity that is read, with ampersand and semicolon.
    static let longest = 20

    /// The character of a name, or `nil` if it is not known.
    static func character(_ name: ArraySlice<UInt8>) -> UInt32? {
        known.first { name.equalsText($0.name) }?.character.value
    }

    private static let known: [(name: StaticString, character: Unicode.Scalar)] = [
        ("amp", "&"), ("AMP", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("nbsp", " "),
        ("shy", "\u{AD}"), ("zwnj", "\u{200C}"), ("zwj", "\u{200D}"), ("lrm", "\u{200E}"), ("rlm", "\u{200F}"),
        ("equals", "="), ("plus", "+"), ("sol", "/"), ("lowbar", "_"), ("colon", ":"), ("percnt", "%"), ("comma", ","),
        ("excl", "!"), ("num", "#"), ("dollar", "$"), ("lpar", "("), ("rpar", ")"), ("ast", "*"), ("midast", "*"),
        ("period", "."), ("semi", ";"), ("quest", "?"), ("commat", "@"), ("lbrack", "["), ("lsqb", "["),
        ("rbrack", "]"),
        ("rsqb", "]"), ("bsol", "\\"), ("Hat", "^"), ("grave", "`"), ("lcub", "{"), ("lbrace", "{"), ("vert", "|"),
        ("verbar", "|"), ("rcub", "}"), ("rbrace", "}"), ("UnderBar", "_"), ("Tab", "\t"), ("NewLine", "\n"),
        ("ZeroWidthSpace", "\u{200B}"), ("NoBreak", "\u{2060}"), ("LT", "<"), ("GT", ">"), ("QUOT", "\""),
        ("mdash", "\u{2014}"), ("ndash", "\u{2013}"), ("hellip", "\u{2026}"), ("middot", "\u{B7}"),
        ("bull", "\u{2022}"), ("lsquo", "\u{2018}"), ("rsquo", "\u{2019}"), ("ldquo", "\u{201C}"),
        ("rdquo", "\u{201D}"), ("laquo", "\u{AB}"), ("raquo", "\u{BB}"), ("copy", "\u{A9}"), ("reg", "\u{AE}"),
        ("trade", "\u{2122}"), ("auml", "\u{E4}"), ("ouml", "\u{F6}"), ("uuml", "\u{FC}"), ("Auml", "\u{C4}"),
        ("Ouml", "\u{D6}"), ("Uuml", "\u{DC}"), ("szlig", "\u{DF}"), ("eacute", "\u{E9}"), ("egrave", "\u{E8}"),
        ("agrave", "\u{E0}"), ("ccedil", "\u{E7}"), ("ntilde", "\u{F1}"),
    ]
}
