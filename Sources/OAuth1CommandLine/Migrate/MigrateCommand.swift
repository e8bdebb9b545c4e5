//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1Client

/// `oauth1 migrate`: exchanges the OAuth 1.0a tokens of a file for OAuth 2.0 tokens.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Exchange the OAuth 1.0a tokens of a file for OAuth 2.0 tokens.",
        discussion: """
            The input is CSV with a header (oauth_token, oauth_token_secret and, if you like, account), or one JSON object \
            a line with these names. It is never changed. The OAuth 2.0 tokens are appended to --output, one JSON object a \
            line, and every attempt to an audit file without tokens. Both files can be read by you only.

            The command can be stopped at any time, and continues where it stopped when you run it again. A token that is \
            in the output is never exchanged again. If the process or the machine crashed after a token was sent and \
            before its response was stored, nobody knows whether it was exchanged. With X, which replaces the OAuth 2.0 \
            token then, it is exchanged again; with other services it is listed, and --repeat-uncertain exchanges it again.

            Consumer key and secret come from --profile, the environment variables OAUTH1_CONSUMER_KEY and \
            OAUTH1_CONSUMER_SECRET, --secrets-file, a stored login with the same service, or are asked for on the \
            terminal. X wants the credentials of the application's OAuth 2.0 client instead: OAUTH2_CLIENT_ID and \
            OAUTH2_CLIENT_SECRET. There are no options for secrets, because other users of the machine can see the \
            arguments.

            Examples:
              oauth1 migrate --service garmin --input tokens.csv --output new.jsonl --dry-run
              oauth1 migrate --service x --input tokens.jsonl --output new.jsonl --rate 10/s

            Exit status: 0 if all tokens are exchanged; 1 if some are not, which the summary lists; 75 if the service has a \
            temporary problem or another process is at work: run the command again later; 64 for wrong arguments; 66 for a \
            file that can't be read; 130 after Ctrl-C.
            """
    )

    @Option(help: "The service: a preset such as garmin or x, or a JSON file. Default: that of --profile.")
    var service: String?

    @Option(help: ArgumentHelp("The tokens. Use - for standard input.", valueName: "file"), completion: .file())
    var input: String

    @Option(
        help: ArgumentHelp("A file for the OAuth 2.0 tokens, to which they are appended.", valueName: "file"),
        completion: .file()
    )
    var output: String

    @Option(
        help: ArgumentHelp("The audit file. Default: the output with .audit.jsonl at its end.", valueName: "file"),
        completion: .file()
    )
    var audit: String?

    @Option(
        help: ArgumentHelp("The format of the input. Default: as its first character says.", valueName: "csv|jsonl")
    )
    var format: TokenRows.Format?

    @OptionGroup(title: "Columns of the input")
    var columns: TokenColumns

    @OptionGroup(title: "The service")
    var target: MigrationTargetOptions

    @Flag(help: "Check the input and show the first request. Nothing is sent or written.")
    var dryRun = false

    @Option(help: "The most exchanges in a time.")
    var rate: MigrationRate = .standard

    @Option(
        help: ArgumentHelp(
            "How many exchanges at the same time; after a crash, so many tokens may be uncertain.",
            valueName: "count"
        )
    )
    var concurrency = 1

    @Option(help: ArgumentHelp("Exchange at most this many tokens, to try with a few.", valueName: "count"))
    var limit: Int?

    @Option(
        help: ArgumentHelp("How often to retry a token while the service has a temporary problem.", valueName: "count")
    )
    var retry = 5

    @Option(
        help: ArgumentHelp(
            "The longest wait for a rate limit, in seconds. Longer ones stop the run.",
            valueName: "seconds"
        )
    )
    var maxWait = 900

    @Flag(help: "Send tokens again for which the outcome of an earlier exchange is not known.")
    var repeatUncertain = false

    @Flag(help: "Send tokens again that the service rejected in an earlier run.")
    var retryRejected = false

    @Flag(help: "Print the summary as JSON on standard output.")
    var json = false

    func validate() throws {
        if service == nil, target.profile == nil { throw ValidationError("Missing --service, or --profile.") }
        for (name, value) in [("--input", input), ("--output", output), ("--audit", audit ?? "a")] where value.isEmpty {
            throw ValidationError("\(name) is empty. Pass the path of a file.")
        }
        if output == "-" || audit == "-" {
            throw ValidationError("--output and --audit need files, from which the next run continues.")
        }
        if input == "-", target.secretsFile == "-" {
            throw ValidationError(
                "--input and --secrets-file can't both read standard input. Use a file for one of them."
            )
        }
        guard 1...64 ~= concurrency else {
            throw ValidationError("--concurrency must be between 1 and 64, got \(concurrency).")
        }
        guard 0...20 ~= retry else { throw ValidationError("--retry must be between 0 and 20, got \(retry).") }
        guard 0...86_400 ~= maxWait else {
            throw ValidationError("--max-wait must be between 0 and 86400 seconds, got \(maxWait).")
        }
        if let limit, limit < 1 { throw ValidationError("--limit must be greater than 0, got \(limit).") }
    }

    func run() async throws {
        let target = try target.target(service: service)
        let paths = MigrationPaths(output: output, audit: audit ?? "\(output).audit.jsonl")
        let input = try MigrationInput(input, locks: !dryRun)
        let choices = MigrationQueue.Choices(
            repeatsUncertain: repeatUncertain || target.exchange.repetition == .replaces,
            retriesRejected: retryRejected,
            limit: limit
        )
        let rows = try rows(input)
        guard !dryRun else {
            let history = try MigrationJournal.history(paths, service: target.service.id)
            try await MigrationPreview(target: target, rate: rate, input: input.name)
                .run(MigrationQueue(rows, history, choices), json: json)
            return
        }
        let (journal, history) = try MigrationJournal.open(paths, input: input, service: target.service.id)
        let queue = MigrationQueue(rows, history, choices)
        let migration = Migration(
            target: target,
            journal: journal,
            queue: queue,
            pace: MigrationPace(interval: rate.interval),
            maximumAttempts: retry + 1,
            maximumWait: .seconds(Int64(maxWait))
        )
        let progress = MigrationProgress()
        let stop = try await migration.run(concurrency: concurrency, progress)
        let report = MigrationReport(target: target, paths: paths, input: input.name, await queue.tally, stop)
        if json { try JSONOutput.write(report) }
        Diagnostics.say(report.text)
        guard report.exitStatus == .success else { throw report.exitStatus.code }
    }

    private func rows(_ input: MigrationInput) throws -> TokenRows {
        do {
            return try TokenRows(input.handle, name: input.name, format: format, columns: columns)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw InputFile.unreadable(input.name, option: "--input")
        }
    }
}

extension TokenRows.Format: ExpressibleByArgument {}
#endif
