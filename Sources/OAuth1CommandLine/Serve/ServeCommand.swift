//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import FlyingSocks
import Foundation
import OAuth1
import OAuth1Client
import OAuth1Server
import OAuth1Testing

/// `oauth1 serve`: a service for developers of clients, on this machine.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run an OAuth 1.0a service on this machine, to develop clients against.",
        discussion: """
            Starts a provider with a consent page and a sample API on 127.0.0.1 and ::1, and prints its URLs, a consumer \
            key and a secret. Each request is shown with its signature base string, and if it was rejected, with the \
            reason. Nothing is stored: tokens, notes and photos are gone when the command stops.

            The API, for requests that are signed with an access token:
              GET /api/me                        the user
              GET, POST /api/notes               list (q, limit, after) or add (text, or JSON {"text": …})
              GET, PUT, DELETE /api/notes/ID     one note
              GET, POST /api/photos              list or upload (multipart, or the photo as the body)
              GET, DELETE /api/photos/ID         download or delete
              POST /api/form, POST /api/json     sends the body back
              GET /api/app                       the client; needs no token

            Faults of real services, for --fault:
            \(ServeFault.list)

            Examples:
              oauth1 serve --token
              oauth1 serve --fault clock-skew
              oauth1 serve --imitate discogs --auto-approve
            """
    )

    @Option(help: "The port. 0 for one that is free.")
    var port: UInt16 = 8_090

    @Option(help: ArgumentHelp("The consumer key. Default: app.", valueName: "key"))
    var clientKey: String?

    @Option(
        help: ArgumentHelp(
            "A file with the consumer secret, which is then not printed. Default: a random secret.",
            valueName: "file"
        )
    )
    var clientSecretFile: String?

    @Option(help: ArgumentHelp("A PEM file with the client's public key, for the RSA methods.", valueName: "file"))
    var clientPublicKey: String?

    @Flag(help: "Also print an access token, to skip the login.")
    var token = false

    @Option(
        help: ArgumentHelp(
            "Write access tokens as CSV to a file that only you can read, to try oauth1 migrate.",
            valueName: "file"
        )
    )
    var tokensFile: String?

    @Option(help: ArgumentHelp("How many access tokens --tokens-file gets.", valueName: "count"))
    var tokens: Int?

    @Flag(help: "Allow access without showing the consent page.")
    var autoApprove = false

    @Option(
        help: ArgumentHelp(
            "Imitate a service, with its URLs and quirks. Sign requests for the URLs that are printed.",
            discussion: "One of: \(OAuth1ServiceReplica.ids.joined(separator: ", ")).",
            valueName: "service"
        )
    )
    var imitate: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Simulate a failure. Can be repeated.", valueName: "fault")
    )
    var fault: [ServeFault] = []

    @Option(help: ArgumentHelp("How many requests that a fault concerns pass before it starts.", valueName: "count"))
    var faultAfter = 0

    @Option(help: ArgumentHelp("How many requests get the fault. Default: all.", valueName: "count"))
    var faultTimes: Int?

    @Option(help: ArgumentHelp("How long responses take with --fault slow.", valueName: "seconds"))
    var slowSeconds = 10

    @Option(
        help: ArgumentHelp(
            "Write the export lines to a file that only you can read. It exists while the service runs.",
            valueName: "file"
        )
    )
    var envFile: String?

    @Flag(help: "Print one JSON object a line.")
    var json = false

    func validate() throws {
        if let clientKey, clientKey.isEmpty { throw ValidationError("--client-key is empty.") }
        if let tokens {
            guard tokensFile != nil else { throw ValidationError("--tokens can only be used with --tokens-file.") }
            guard 1...100_000 ~= tokens else { throw ValidationError("--tokens must be from 1 to 100000.") }
        }
        if faultAfter < 0 { throw ValidationError("--fault-after must be 0 or greater.") }
        if let faultTimes, faultTimes < 1 { throw ValidationError("--fault-times must be 1 or greater.") }
        guard 1...300 ~= slowSeconds else { throw ValidationError("--slow-seconds must be from 1 to 300.") }
        if fault.isEmpty, faultAfter > 0 || faultTimes != nil {
            throw ValidationError("--fault-after and --fault-times can only be used with --fault.")
        }
        guard let imitate else { return }
        guard OAuth1ServiceReplica.ids.contains(imitate) else {
            throw ValidationError(
                "There is no replica of \(imitate). Use one of: \(OAuth1ServiceReplica.ids.joined(separator: ", "))."
            )
        }
        if clientKey != nil || clientSecretFile != nil {
            throw ValidationError("--client-key and --client-secret-file can't be used with --imitate.")
        }
        if OAuth1ServiceReplica.idsWithPublicKey.contains(imitate), clientPublicKey == nil {
            throw ValidationError("\(imitate) uses RSA: add --client-public-key FILE.")
        }
    }

    func run() async throws {
        let style = TerminalStyle(
            isTerminal: isatty(STDOUT_FILENO) != 0,
            environment: ProcessInfo.processInfo.environment
        )
        let environmentFile = try envFile.map { try EnvironmentFile(path: $0) }
        defer { environmentFile?.remove() }
        let log = RequestLog(style: style, isJSON: json, write: ServeCommand.write)
        let service = try await ServedService(self)
        let shutdown = await ShutdownSignal()
        defer { shutdown.cancel() }
        let signals = shutdown.signals
        let server = LoopbackServer(
            port: port,
            maximumBodySize: Sandbox.maximumBodySize,
            timeout: 360
        ) { request, body in
            await service.answer(request, body, log.add)
        }
        do {
            try await server.withRunning { place in
                let announcement = try await service.start(at: place)
                try environmentFile?.write(announcement.exports)
                ServeCommand.write(json ? RequestLog.json(announcement) : announcement.text(style))
                for await _ in signals { break }
            }
        } catch let error as SocketError {
            throw explain(error)
        }
        if !json { ServeCommand.write("Stopped.\n") }
    }

    private func explain(_ error: SocketError) -> CommandFailure {
        if error.isAddressInUse {
            return CommandFailure(
                .failed,
                "port \(port) is already in use, perhaps by another oauth1 serve",
                advice: "Stop that program, or choose another port: --port \(port == .max ? port - 1 : port + 1), or "
                    + "--port 0 for one that is free"
            )
        }
        let isForbidden = error.isForbidden
        return CommandFailure(
            .failed,
            isForbidden
                ? "port \(port) needs more privileges"
                : "can't listen on port \(port) of 127.0.0.1 and ::1: \(error.localizedDescription)",
            advice: isForbidden ? "Choose a port from 1024 on, such as --port 8090" : nil
        )
    }

    /// Writes to standard output at once, whatever it is.
    ///
    /// A reader that is gone is not a failure of the service.
    private static func write(_ text: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    }
}
#endif
