//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import Foundation
import Testing

/// A response of some hundred bytes that represents 256 MiB, sent whether compression was asked for or not.
enum CompressedResponse {
    /// What its body is once it is decompressed: that many zeros.
    static let decompressedBytes = 1 << 28

    /// The compressed body, made with `brotli.Compressor(quality=11, lgwin=24)` of Python's brotli 1.1.0.
    static func body() throws -> [UInt8] { Array(try #require(Data(base64Encoded: text))) }

    /// The body in a response.
    static func answer() throws -> RawServer.Answer {
        let body = try body()
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: \(body.count)\r\n\r\n"
        return .bytes(Array(head.utf8) + body)
    }

    private static let text = """
        z///f/gnAOKxQCD3/p/////wTwDEYQGA7v0/////4Z8AiMMiAN37f/7//8M/ARCHBQC69//8//+HfwIgDgsAdO//+f//D/8EQBwW\
        AOje//P//x/+CYA4LADQvf/n//8//BMAcVgAoHv/z///f/gnAOKwAED3/p/////wTwDEYQGA7v0/////4Z8AiMMCAN37f/7//8M/\
        ARCHBQC69//8//+HfwIgDgsAdO//+f//D/8EQBwWAOje//P//x/+CYA4LADQvf/n//8//BMAcVgAoHv/Pw==
        """
}

/// How much memory this process had at most.
enum PeakMemory {
    static func bytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.filter(\.isNumber))) * 1_024
    }
}
#endif
