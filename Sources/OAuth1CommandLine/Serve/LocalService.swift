//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Server
import OAuth1Testing
import Synchronization

/// Answers the requests of `oauth1 serve`: a backend with faults and automatic consent, and a record of each request.
struct LocalService: Sendable {
    let backend: any SandboxBackend
    var plan = FaultPlan()
    var autoApproves = false
    var slowSeconds = 10
    var diagnosis = RejectionDiagnosis()
    /// Waits for a number of seconds.
    var sleep: @Sendable (Int) async -> Void = { try? await Task.sleep(for: .seconds($0)) }
    let record: @Sendable (RequestRecord) -> Void

    /// Answers a request, and records it.
    func respond(to arrived: HTTPRequest, body: [UInt8]) async -> LoopbackResponse {
        let moved = MovedTarget.original(of: arrived)
        let request = moved ?? arrived
        let endpoint = backend.endpoint(of: request)
        // A redirect was followed: the fault is over for this request.
        let faults = moved == nil ? endpoint.map { plan.next(for: $0) } ?? [] : []
        let observation = RequestObservation()
        if faults.contains(.slow) { await sleep(slowSeconds) }
        var response = await ActiveFaults.$current.withValue(faults) {
            await RequestObservation.$current.withValue(observation) {
                if let response = FaultResponses.instead(faults, of: arrived) { return response }
                let body = FaultResponses.body(faults, body, of: request)
                guard autoApproves, endpoint == .authorize, request.method == .get else {
                    return await backend.respond(to: request, body: body, signedAs: arrived)
                }
                return await decide(faults.contains(.denied) ? "deny" : "allow", request)
            }
        }
        var rejection = RequestRecord.Rejection(response, observation.event, from: endpoint)
        if rejection == nil {
            diagnosis.remember(response, from: endpoint)
        } else if endpoint != nil, endpoint != .authorize {
            let found = await diagnosis.diagnose(arrived, body: body) { [backend] incoming in
                try await backend.verificationKey(of: incoming, request)
            }
            rejection?.explain(found)
        }
        response = FaultResponses.changed(response, by: faults)
        ActiveFaults.$current.withValue(faults) {
            response.response.headerFields[.date] = HTTPDateText.text(FaultyClock().now())
        }
        record(
            RequestRecord(
                arrived,
                body: body,
                status: response.response.status,
                rejection: rejection,
                faults: ServeFault.allCases.filter(faults.contains)
            )
        )
        return LoopbackResponse(response: response, breaksOff: faults.contains(.truncated))
    }

    /// Opens the consent page and decides, as a user does.
    private func decide(_ decision: String, _ request: HTTPRequest) async -> OAuth1ServerResponse {
        let transport = OAuth1RecordingTransport { [backend] request, body in
            let answer = await backend.respond(to: request, body: body ?? [], signedAs: request)
            return OAuth1Response(head: answer.response, body: answer.body)
        }
        let url = "http://\(request.authority ?? "")\(request.path ?? "/")"
        do {
            let answer = try await OAuth1TestBrowser(transport: transport).response(to: decision, at: url).response
            return OAuth1ServerResponse(answer.head, body: answer.body)
        } catch {
            // The page says why there is nothing to decide.
            return await backend.respond(to: request, body: [], signedAs: request)
        }
    }
}

/// What the provider reports of the request that is being answered.
final class RequestObservation: Sendable {
    @TaskLocal static var current: RequestObservation?

    private let state = Mutex<OAuth1ServerEvent?>(nil)

    var event: OAuth1ServerEvent? { state.withLock { $0 } }

    /// Notes an event for the current request.
    static func note(_ event: OAuth1ServerEvent) {
        current?.state.withLock { $0 = event }
    }
}

/// The value of a Date field (RFC 9110 section 5.6.7).
enum HTTPDateText {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The text of a time in seconds since 1970.
    static func text(_ seconds: Int64) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents(
            [.weekday, .day, .month, .year, .hour, .minute, .second],
            from: Date(timeIntervalSince1970: Double(seconds))
        )
        func digits(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
        let day = days[((parts.weekday ?? 1) - 1) % 7]
        let month = months[((parts.month ?? 1) - 1) % 12]
        let time = [parts.hour, parts.minute, parts.second].map(digits).joined(separator: ":")
        return "\(day), \(digits(parts.day)) \(month) \(parts.year ?? 1970) \(time) GMT"
    }
}
#endif
