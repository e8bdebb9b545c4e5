//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// Reads a curl command as the request that it sends.
struct CurlRequest {
    /// Options with a value that the request depends on.
    private enum Option {
        case method
        case field
        case data
        case encodedData
        case json
        case url
        case userAgent
        case referer
        case user
        case cookie
        case file
    }

    private static let options: [String: Option] = [
        "-X": .method, "--request": .method, "-H": .field, "--header": .field, "-d": .data, "--data": .data,
        "--data-ascii": .data, "--data-raw": .data, "--data-binary": .data, "--data-urlencode": .encodedData,
        "--json": .json, "--url": .url, "-A": .userAgent, "--user-agent": .userAgent, "-e": .referer,
        "--referer": .referer, "-u": .user, "--user": .user, "-b": .cookie, "--cookie": .cookie, "-F": .file,
        "--form": .file, "--form-string": .file, "-T": .file, "--upload-file": .file,
    ]

    /// Options with a value that does not change what is signed.
    private static let ignoredWithValue: Set<String> = [
        "-o", "--output", "-w", "--write-out", "-m", "--max-time", "--connect-timeout", "-x", "--proxy", "--cacert",
        "-E",
        "--cert", "--key", "--retry", "--retry-delay", "--retry-max-time", "-c", "--cookie-jar", "--resolve",
        "--connect-to",
        "--interface", "-y", "-Y", "--limit-rate", "-D", "--dump-header", "--max-redirs", "--ciphers", "-K", "--config",
        "--trace", "--trace-ascii", "-U", "--proxy-user", "--capath", "-C", "--continue-at", "-r", "--range",
        "--stderr",
    ]

    private var method: String?
    private var url: String?
    private var fields: [String] = []
    private var data: [String] = []
    private var isJSON = false
    private var isGet = false
    private var isHead = false

    /// Whether a text starts with a curl command.
    static func isCurl(_ text: ArraySlice<UInt8>) -> Bool {
        let start = text.prefix(64).drop { $0 == UInt8(ascii: "$") || $0 == 0x20 }
        return start.starts(with: "curl".utf8)
            && start.dropFirst(4).first.map { [0x20, 0x09, 0x5C, UInt8(ascii: "."), 0x0A, 0x0D].contains($0) } ?? false
    }

    /// Reads a command.
    static func read(_ text: String) throws(OAuth1Diagnosis.CaptureError) -> OAuth1Diagnosis.CapturedRequest {
        var words = try ShellWords.split(text)[...]
        if words.first == "$" { words.removeFirst() }
        words.removeFirst()
        var command = CurlRequest()
        while let word = words.popFirst() {
            try command.read(word, &words)
        }
        return try command.captured()
    }

    private mutating func read(_ word: String, _ words: inout ArraySlice<String>) throws(OAuth1Diagnosis.CaptureError) {
        guard word.hasPrefix("-"), word.count > 1 else {
            try set(url: word)
            return
        }
        if word.hasPrefix("--") {
            // curl does not read --name=value, but people write it.
            let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            try read(option: sides[0], value: sides.count > 1 ? sides[1] : nil, &words)
            return
        }
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            let option = "-\(letter)"
            let hasValue = Self.options[option] != nil || Self.ignoredWithValue.contains(option)
            try read(option: option, value: hasValue && !letters.isEmpty ? String(letters) : nil, &words)
            if hasValue { return }
        }
    }

    private mutating func read(
        option: String,
        value: String?,
        _ words: inout ArraySlice<String>
    ) throws(OAuth1Diagnosis.CaptureError) {
        switch option {
        case "-G", "--get": isGet = true
        case "-I", "--head": isHead = true
        default: break
        }
        let known = Self.options[option]
        guard known != nil || Self.ignoredWithValue.contains(option) else { return }
        guard let value = value ?? words.popFirst() else {
            throw OAuth1Diagnosis.CaptureError("the option \(option) of curl has no value")
        }
        switch known {
        case nil: break
        case .method: method = value
        case .field: fields.append(value)
        case .data: data.append(try text(of: value, option, isRaw: option == "--data-raw"))
        case .encodedData: data.append(try encoded(value))
        case .json:
            data.append(try text(of: value, option, isRaw: false))
            isJSON = true
        case .url: try set(url: value)
        case .userAgent: fields.append("User-Agent: \(value)")
        case .referer: fields.append("Referer: \(value)")
        case .cookie, .user: break
        case .file:
            throw OAuth1Diagnosis.CaptureError(
                "the body of \(option) can't be read from the command: pass the raw request, for example from curl --trace-ascii"
            )
        }
    }

    private mutating func set(url: String) throws(OAuth1Diagnosis.CaptureError) {
        guard self.url == nil else {
            throw OAuth1Diagnosis.CaptureError("the command has more than one URL: pass one request")
        }
        self.url = url
    }

    private func text(of value: String, _ option: String, isRaw: Bool) throws(OAuth1Diagnosis.CaptureError) -> String {
        guard isRaw || !value.hasPrefix("@") else {
            throw OAuth1Diagnosis.CaptureError(
                "the body of the command is in a file: replace \(option) \(String(value.prefix(80)).debugDescription) by --data-raw and the text"
            )
        }
        return value
    }

    /// The text of `--data-urlencode`: `content`, `=content` or `name=content`.
    private func encoded(_ value: String) throws(OAuth1Diagnosis.CaptureError) -> String {
        guard let equals = value.utf8.firstIndex(of: UInt8(ascii: "=")) else {
            guard !value.contains("@") else {
                throw OAuth1Diagnosis.CaptureError("the body of the command is in a file: write it in the command")
            }
            return Self.percentEncoded(value)
        }
        let content = Self.percentEncoded(String(value[value.utf8.index(after: equals)...]))
        return equals == value.startIndex ? content : "\(value[..<equals])=\(content)"
    }

    private static func percentEncoded(_ text: String) -> String {
        let pair = OAuth1Parameters([OAuth1Parameter("", text)])
        return String(pair.formEncodedString.dropFirst())
    }

    private func captured() throws(OAuth1Diagnosis.CaptureError) -> OAuth1Diagnosis.CapturedRequest {
        guard var url else { throw OAuth1Diagnosis.CaptureError("the command has no URL") }
        let joined = isJSON ? data.joined() : data.joined(separator: "&")
        if isGet, !data.isEmpty {
            let separator = url.contains("?") ? (url.hasSuffix("?") || url.hasSuffix("&") ? "" : "&") : "?"
            url += separator + joined
        }
        let hasBody = !isGet && !data.isEmpty
        let method = method ?? (isHead ? "HEAD" : hasBody ? "POST" : "GET")
        // curl uses http for a URL without a scheme.
        var captured = try OAuth1Diagnosis.CapturedRequest(method: method, url: url, scheme: "http")
        for field in fields {
            let sides = field.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            // A name without a value removes a field of curl, one with a semicolon sends an empty one.
            guard sides.count == 2, !sides[1].trimmingSpaces.isEmpty else { continue }
            try captured.add(sides[0], sides[1])
        }
        if hasBody {
            captured.body = Array(joined.utf8)
            if captured.request.headerFields[.contentType] == nil {
                try captured.add("Content-Type", isJSON ? "application/json" : "application/x-www-form-urlencoded")
            }
        }
        return captured
    }
}
