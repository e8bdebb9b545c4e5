//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Schemes that no callback may have: a browser or an operating system hands them to something that runs code, opens
/// files, logs in elsewhere, installs or dials, with text that a stranger wrote.
enum DangerousScheme {
    private static let names: Set<String> = [
        // Run code, or show what the client wrote, in the browser.
        "javascript", "vbscript", "livescript", "mocha", "jscript", "wscript", "data", "blob", "about", "filesystem",
        "view-source", "jar", "feed", "feeds", "cid", "mid", "mhtml", "res", "resource", "wyciwyg", "pcast",
        // Pages of the browser itself.
        "chrome", "chrome-untrusted", "chrome-search", "chrome-error", "devtools", "chrome-devtools", "edge", "brave",
        "opera", "vivaldi", "moz-icon", "moz-safe-about", "x-moz-ews",
        // Files, shares and other protocols.
        "file", "ftp", "ftps", "sftp", "scp", "tftp", "gopher", "ws", "wss", "dav", "davs", "smb", "cifs", "nfs", "afp",
        "ldap", "ldaps", "ssh", "telnet", "rlogin", "tn3270", "rdp", "vnc", "svn", "git", "news", "nntp", "imap", "pop",
        "content", "android.resource", "package",
        // Handlers of operating systems.
        "intent", "intents", "android-app", "search", "shell", "help", "hcp", "its", "mk", "msdt", "msinfo",
        "onenote", "onenote-cmd", "outlookfeed", "stssync", "mapi", "applescript", "x-man-page", "x-help-script",
        "x-apple-helpbasic", "x-help-action", "shortcuts", "workflow", "itms-services", "itms-apps", "itms-appss",
        "itms", "itmss", "prefs", "app-prefs", "apt", "rpm", "jnlp", "jnlps", "windowsdefender", "wsa-client",
        "ldap-open", "bitsadmin", "usertileprovider",
        // Dial and write.
        "mailto", "tel", "telprompt", "sms", "mms", "callto", "facetime", "facetime-audio", "facetime-prompt",
    ]
    private static let prefixes = ["ms-", "microsoft-", "microsoft.", "search-", "x-apple.", "x-apple-"]

    /// Whether a scheme, in lower case, is one of them.
    static func contains(_ scheme: String) -> Bool {
        names.contains(scheme) || prefixes.contains(where: scheme.hasPrefix)
    }
}
