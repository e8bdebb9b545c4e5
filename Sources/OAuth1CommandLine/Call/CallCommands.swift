//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser

/// The texts that the commands share.
enum CallHelp {
    static let exitStatuses = """
        Exit status: 0 if everything succeeded; 1 if the service rejected the request, or the command failed; 4 if nobody \
        is logged in; 64 for wrong arguments; 66 for a file that can't be read; 75 if the service was not reached, took \
        too long, or answered 429 or 503: try later; 130 after Ctrl-C.
        """

    static func configuration(_ name: String, _ abstract: String, _ example: String) -> CommandConfiguration {
        CommandConfiguration(
            commandName: name,
            abstract: abstract,
            discussion: """
                The body of the response goes to standard output, everything else to standard error. On a terminal, JSON is \
                colored and indented; in a pipe or a file, every byte is as the service sent it.

                Secrets are in the profile, or with --consumer-key in the environment variables OAUTH1_CONSUMER_SECRET and \
                OAUTH1_TOKEN_SECRET, or in a file for --secrets-file. There are no options for secrets, because other users \
                of the machine can see the arguments.

                Example:
                  \(example)

                \(exitStatuses)
                """
        )
    }
}

/// `oauth1 get`.
struct GetCommand: AsyncParsableCommand {
    static let configuration = CallHelp.configuration(
        "get",
        "Send a signed GET request and print the response.",
        "oauth1 get /statuses/home_timeline.json --query count=5"
    )

    @OptionGroup var arguments: CallArguments

    func run() async throws { try await arguments.run("GET") }
}

/// `oauth1 post`.
struct PostCommand: AsyncParsableCommand {
    static let configuration = CallHelp.configuration(
        "post",
        "Send a signed POST request and print the response.",
        "oauth1 post https://api.example.com/notes -d text=Hello -d tag=new"
    )

    @OptionGroup var arguments: CallArguments

    func run() async throws { try await arguments.run("POST") }
}

/// `oauth1 put`.
struct PutCommand: AsyncParsableCommand {
    static let configuration = CallHelp.configuration(
        "put",
        "Send a signed PUT request and print the response.",
        "oauth1 put /notes/7 --json '{\"text\":\"Hello\"}'"
    )

    @OptionGroup var arguments: CallArguments

    func run() async throws { try await arguments.run("PUT") }
}

/// `oauth1 patch`.
struct PatchCommand: AsyncParsableCommand {
    static let configuration = CallHelp.configuration(
        "patch",
        "Send a signed PATCH request and print the response.",
        "oauth1 patch /notes/7 --json @change.json"
    )

    @OptionGroup var arguments: CallArguments

    func run() async throws { try await arguments.run("PATCH") }
}

/// `oauth1 delete`.
struct DeleteCommand: AsyncParsableCommand {
    static let configuration = CallHelp.configuration(
        "delete",
        "Send a signed DELETE request and print the response.",
        "oauth1 delete /notes/7"
    )

    @OptionGroup var arguments: CallArguments

    func run() async throws { try await arguments.run("DELETE") }
}

/// `oauth1 head`.
struct HeadCommand: AsyncParsableCommand {
    static let configuration = CallHelp.configuration(
        "head",
        "Send a signed HEAD request and print status and header fields.",
        "oauth1 head https://api.example.com/photos/7"
    )

    @OptionGroup var arguments: CallArguments

    func run() async throws { try await arguments.run("HEAD") }
}

/// `oauth1 request`, for any method.
struct RequestCommand: AsyncParsableCommand {
    static let configuration = CallHelp.configuration(
        "request",
        "Send a signed request with any method and print the response.",
        "oauth1 request OPTIONS https://api.example.com/notes"
    )

    @Argument(help: "The HTTP method, for example GET.")
    var method: String

    @OptionGroup var arguments: CallArguments

    func validate() throws { _ = try RequestTarget.method(method) }

    func run() async throws { try await arguments.run(method) }
}
#endif
