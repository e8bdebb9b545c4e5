//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// How the package's own pages look: the consent page of a provider, and the page of a login that failed.
///
/// The built-in style follows the user's light or dark mode. Its colors are CSS custom properties, which ``css`` can
/// override:
///
/// | property | color of |
/// |---|---|
/// | `--page`, `--card`, `--line` | the page, the card and its borders |
/// | `--text`, `--soft` | text, and less important text |
/// | `--accent`, `--on-accent` | the main button, and the text on it |
///
/// The style is part of the page, and the Content-Security-Policy allows it by its hash, so that nothing else can be
/// injected. For the same reason, a style can't load fonts, images or other styles.
public struct OAuth1PageStyle: Sendable, Hashable {
    /// CSS that comes after the built-in style.
    public var css: String

    /// Creates a style.
    ///
    /// - Parameter css: CSS that comes after the built-in style, for example `:root{--accent:#7a1f5c}`.
    public init(css: String) {
        self.css = css
    }

    /// The built-in style.
    public static let standard = OAuth1PageStyle(css: "")

    /// The whole style sheet, spelled so that a browser reads exactly these bytes: `</` would end the element, and line
    /// ends other than LF and null characters are replaced by HTML parsers, after which the hash would not match.
    package var source: String {
        let css = css.replacing("\r\n", with: "\n").replacing("\r", with: "\n").replacing("\0", with: "\u{FFFD}")
        return Self.builtIn + css.replacing("</", with: "<\\/")
    }

    private static let builtIn = """
        :root{color-scheme:light dark;--page:#f5f6f8;--card:#fff;--text:#1b2027;--soft:#4a5462;--line:#d5dae1;\
        --accent:#1f4fd8;--on-accent:#fff}\
        @media(prefers-color-scheme:dark){:root{--page:#101317;--card:#191e24;--text:#eceff3;--soft:#b1bac5;\
        --line:#323a44;--accent:#8fb2ff;--on-accent:#0c1730}}\
        *{box-sizing:border-box}\
        body{margin:0;padding:1rem;background:var(--page);color:var(--text);font:1rem/1.55 system-ui,sans-serif}\
        main{max-width:36rem;margin:clamp(1rem,10vh,6rem) auto;padding:1.5rem clamp(1rem,5vw,2rem);\
        background:var(--card);border:1px solid var(--line);border-radius:.75rem;overflow-wrap:anywhere}\
        h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25;text-wrap:balance}\
        h2{margin:1.25rem 0 .5rem;font-size:1rem}\
        p{margin:0 0 .75rem;color:var(--soft)}\
        strong{color:var(--text)}\
        ul{margin:0 0 .75rem;padding-left:1.25rem}\
        dl{display:grid;grid-template-columns:minmax(5rem,auto) 1fr;gap:.25rem 1rem;margin:0 0 .75rem;\
        padding:.75rem 1rem;border:1px solid var(--line);border-radius:.5rem}\
        dt{color:var(--soft)}\
        dd{margin:0}\
        code{color:var(--text);font-size:1.75rem;letter-spacing:.12em}\
        footer{margin-top:1.25rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.9rem}\
        footer p:last-child{margin:0}\
        .service{margin-bottom:.25rem;font-size:.9rem;font-weight:600}\
        .actions{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}\
        .actions>*{display:inline-flex;align-items:center;justify-content:center;min-height:2.75rem;min-width:7rem;\
        padding:.5rem 1.1rem;border:1px solid var(--soft);border-radius:.5rem;background:transparent;\
        color:var(--text);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}\
        .actions>:first-child{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}\
        .actions>:hover{text-decoration:underline}\
        :focus-visible{outline:3px solid var(--accent);outline-offset:3px}\
        @media(max-width:30rem){.actions>*{width:100%}dl{grid-template-columns:1fr;gap:0}dd+dt{margin-top:.5rem}}

        """
}
