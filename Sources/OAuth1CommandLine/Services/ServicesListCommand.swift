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

/// `oauth1 services list`: all presets, or those whose OAuth 1.0a ends.
struct ServicesListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the known services."
    )

    @Flag(help: "List only services that end OAuth 1.0a, with dates, sources and what to do.")
    var expiring = false

    @Flag(help: "Print JSON.")
    var json = false

    /// A service as a row of the output.
    private struct Row: Encodable {
        let id: String
        let name: String
        let flow: String
        let status: String?
        let date: String?
        let daysLeft: Int?
        let successor: String?
        let exchange: String?
        let source: String?
        let checkedOn: String?
    }

    func run() throws {
        let now = OAuth1SystemClock().now()
        let services = OAuth1Service.presets.sorted { $0.id < $1.id }.filter { !expiring || $0.isEnding }
        if json {
            return try JSONOutput.write(
                services.map { service in
                    let plan = service.deprecation
                    return Row(
                        id: service.id,
                        name: service.name,
                        flow: service.flow.rawValue,
                        status: plan?.status.rawValue,
                        date: plan?.date?.description,
                        daysLeft: plan?.daysLeft(at: now),
                        successor: plan?.successor,
                        exchange: plan?.exchange,
                        source: plan?.source,
                        checkedOn: plan?.checkedOn.description
                    )
                }
            )
        }
        guard expiring else {
            return TextTable.write(services.map { [$0.id, $0.name, $0.flow.words, $0.isEnding ? "ends" : ""] })
        }
        print(
            services.map { service in
                (["\(service.name) (\(service.id))"] + service.deprecationLines(at: now).map { "  \($0)" })
                    .joined(separator: "\n")
            }
            .joined(separator: "\n\n")
        )
    }
}

extension OAuth1Service {
    /// Whether the service announced the end of OAuth 1.0a.
    var isEnding: Bool { deprecation.map { [.announced, .ends].contains($0.status) } ?? false }

    /// What the service plans, with the source, for people.
    func deprecationLines(at now: Int64) -> [String] {
        guard let plan = deprecation else { return [] }
        var lines = ["\(plan)"]
        if let days = plan.daysLeft(at: now) {
            lines.append(days < 0 ? "OAuth 1.0a ended \(-days) days ago." : "Days left: \(days)")
        }
        if let exchange = plan.exchange { lines.append("Token exchange: \(exchange)") }
        lines.append("Source: \(plan.source) (checked on \(plan.checkedOn))")
        if plan.isStale(at: now) { lines.append("This was checked long ago: read the source again.") }
        return lines
    }
}

extension OAuth1Service.Flow {
    /// The flow for people.
    var words: String {
        switch self {
        case .threeLegged: "login in the browser"
        case .staticToken: "token from the website"
        case .consumerOnly: "consumer key only"
        case .xAuth: "name and password"
        }
    }
}
#endif
