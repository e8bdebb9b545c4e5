//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1
import OAuth1Client

/// `oauth1 services show`: what a service needs, and its quirks.
struct ServicesShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what must be registered with a service, its endpoints and its quirks."
    )

    @Argument(help: "The service: a preset, or a JSON file.")
    var service: String

    @Flag(help: "Print the JSON of the service, for example as a template for another one.")
    var json = false

    func run() throws {
        let found =
            try ServiceSource.find(
                service,
                option: "SERVICE",
                advice: "oauth1 services list shows all of them."
            )
            .resolve()
        if json { return try JSONOutput.write(found) }
        print(ServiceDescription(found, now: OAuth1SystemClock().now()).text)
    }
}
#endif
