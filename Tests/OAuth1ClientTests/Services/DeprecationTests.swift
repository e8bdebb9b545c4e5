//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import InMemoryLogging
import Logging
import OAuth1
import OAuth1Client
import OAuth1Testing
import Testing

@Suite("Plans of services for OAuth 1.0a")
struct DeprecationTests {
    /// The seconds since 1970 at the start of a day, from its text.
    private static func time(_ text: String) throws -> Int64 {
        Int64(try Date(text + "T00:00:00Z", strategy: .iso8601).timeIntervalSince1970)
    }

    /// The time now, or the day in `OAUTH1_TODAY`, with which an old release can still be tested.
    private static func now() throws -> Int64 {
        if let day = ProcessInfo.processInfo.environment["OAUTH1_TODAY"] { return try time(day) }
        return Int64(Date().timeIntervalSince1970)
    }

    private static func plan(_ id: String) -> OAuth1Service.Deprecation? {
        OAuth1Service.presets.first { $0.id == id }?.deprecation
    }

    @Test("No check of a preset's plan is older than 180 days: look at its source, correct the plan and checkedOn")
    func checks() throws {
        let now = try DeprecationTests.now()
        for service in OAuth1Service.presets {
            guard let plan = service.deprecation else { continue }
            #expect(!plan.isStale(at: now), "\(service.name) was checked on \(plan.checkedOn) at \(plan.source)")
        }
    }

    @Test("A check is trusted for 180 days, and every preset's check fails after that")
    func staleness() throws {
        let plan = OAuth1Service.Deprecation(
            .stays,
            source: "https://d.example",
            checkedOn: OAuth1Service.Day(2026, 11, 27)
        )
        #expect(try !plan.isStale(at: DeprecationTests.time("2027-05-26")))
        #expect(try plan.isStale(at: DeprecationTests.time("2027-05-27")))
        #expect(try !plan.isStale(at: DeprecationTests.time("2026-11-01")))
        let plans = OAuth1Service.presets.compactMap(\.deprecation)
        #expect(plans.count >= 10)
        #expect(try plans.allSatisfy { try $0.isStale(at: DeprecationTests.time("2040-01-01")) })
    }

    @Test(
        "The presets say what their services announced",
        arguments: [
            ("garmin", OAuth1Service.Deprecation.Status.ends, "2026-12-31"), ("x", .announced, "2026-09-21"),
            ("atlassian-dc", .ends, "2029-03-28"), ("netsuite-tba", .ends, nil),
            ("trello", .successorExists, "2026-09-15"), ("schoology", .stays, nil),
            ("mastercard", .successorExists, nil), ("wikimedia", .successorExists, nil), ("cardmarket", .stays, nil),
        ] as [(String, OAuth1Service.Deprecation.Status, String?)]
    )
    func plans(id: String, status: OAuth1Service.Deprecation.Status, date: String?) throws {
        let plan = try #require(DeprecationTests.plan(id))
        #expect(plan.status == status)
        #expect(plan.date?.description == date)
        #expect((plan.exchange != nil) == ["garmin", "x"].contains(id))
        #expect(plan.source.hasPrefix("https://"))
    }

    @Test("A plan in words says when, what comes next, and whether tokens can be exchanged")
    func words() throws {
        #expect(
            try #require(DeprecationTests.plan("garmin")).description == """
                OAuth 1.0a ends on 2026-12-31. New applications get OAuth 2.0 only. Garmin's support enables the \
                exchange for an application. Successor: OAuth 2.0 with PKCE. Tokens can be exchanged with exchangeToken.
                """
        )
        #expect(
            try #require(DeprecationTests.plan("trello")).description == """
                OAuth 1.0a has a successor since 2026-09-15. Tokens of OAuth 1.0a stay valid. \
                Successor: OAuth 2.0 with PKCE.
                """
        )
        #expect(try #require(DeprecationTests.plan("netsuite-tba")).description.contains("2028.2"))
        #expect(try #require(DeprecationTests.plan("schoology")).description.contains("90 days"))
    }

    @Test("The days that are left are counted to the last day, and beyond it")
    func daysLeft() throws {
        let plan = try #require(DeprecationTests.plan("garmin"))
        #expect(try plan.daysLeft(at: DeprecationTests.time("2026-11-27")) == 34)
        #expect(try plan.daysLeft(at: DeprecationTests.time("2026-12-31") + 86_399) == 0)
        #expect(try plan.daysLeft(at: DeprecationTests.time("2027-01-01")) == -1)
        #expect(plan.daysLeft(at: .min) == .some(Int(20_818 + 106_751_991_167_301)))
        #expect(try DeprecationTests.plan("x")?.daysLeft(at: DeprecationTests.time("2026-11-27")) == nil)
    }

    @Test(
        "A client for a service that ends OAuth 1.0a within 90 days logs one warning",
        arguments: [("2026-10-01", 0), ("2026-10-02", 1), ("2026-12-31", 1), ("2027-03-01", 1)]
    )
    func warning(today: String, count: Int) throws {
        let time = try DeprecationTests.time(today)
        let handler = InMemoryLogHandler()
        for service in [OAuth1Service.garmin, .x, .discogs] {
            let client = try AsyncOAuth1Client(
                service: service,
                client: OAuth1ClientCredentials(key: "k", secret: "hidden"),
                configuration: OAuth1SigningConfiguration(clock: FixedClock(time: time)),
                options: OAuth1FlowOptions(logger: Logger(label: "test") { _ in handler }),
                transport: OAuth1ServiceReplica.garmin.transport
            )
            _ = client.using(nil)
        }
        #expect(handler.entries.count == count)
        #expect(handler.entries.allSatisfy { $0.level == .warning && $0.metadata["oauth1.service.id"] == "garmin" })
        #expect(!"\(handler.entries)".contains("hidden"))
    }

    @Test(
        "Days that exist are read, and no others",
        arguments: [
            ("2026-12-31", true), ("2028-02-29", true), ("2000-02-29", true), ("2026-02-29", false),
            ("2100-02-29", false), ("2026-13-01", false), ("2026-00-10", false), ("2026-04-31", false),
            ("2026-4-30", false), ("1969-12-31", false), ("2026-12-31 ", false), ("26-12-31", false), ("", false),
            ("2026/12/31", false), ("٢٠٢٦-12-31", false), ("+026-12-31", false),
        ]
    )
    func days(text: String, exists: Bool) {
        let day = OAuth1Service.Day(text)
        #expect((day != nil) == exists)
        if exists { #expect(day?.description == text) }
    }

    @Test("Days are in the order of the calendar")
    func order() {
        let days = [(2027, 1, 1), (2026, 12, 31), (2026, 2, 28)].map { OAuth1Service.Day($0, $1, $2) }
        #expect(days.sorted().map(\.description) == ["2026-02-28", "2026-12-31", "2027-01-01"])
    }

    /// A plan in the JSON of a service.
    private static func service(_ deprecation: String, _ rest: String = "") -> String {
        """
        {
          "id": "a", "name": "A", "flow": "staticToken", "apiBaseURL": "https://a.example",
          "signature": {"default": "HMAC-SHA1"}\(rest),
          "deprecation": \(deprecation)
        }
        """
    }

    @Test("A plan is read from JSON")
    func json() throws {
        let service = try OAuth1Service(
            json: DeprecationTests.service(
                """
                {"status": "ends", "date": "2026-12-31", "successor": "OAuth 2.0", "exchange": "https://a.example/t",
                 "note": "Soon.", "source": "https://a.example/plan", "checkedOn": "2026-11-27"}
                """
            )
        )
        #expect(
            service.deprecation
                == OAuth1Service.Deprecation(
                    .ends,
                    date: OAuth1Service.Day(2026, 12, 31),
                    successor: "OAuth 2.0",
                    exchange: "https://a.example/t",
                    note: "Soon.",
                    source: "https://a.example/plan",
                    checkedOn: OAuth1Service.Day(2026, 11, 27)
                )
        )
    }

    @Test(
        "A plan that is wrong is rejected with the field and what was expected",
        arguments: [
            (#""until 2030""#, "deprecation", "an object"),
            (#"{"source": "https://a.example", "checkedOn": "2026-11-27"}"#, "deprecation.status", "required"),
            (
                #"{"status": "dead", "source": "https://a.example", "checkedOn": "2026-11-27"}"#, "deprecation.status",
                "stays, successorExists, announced, ends"
            ),
            (#"{"status": "stays", "checkedOn": "2026-11-27"}"#, "deprecation.source", "required"),
            (#"{"status": "stays", "source": "https://a.example"}"#, "deprecation.checkedOn", "required"),
            (
                #"{"status": "stays", "source": "https://a.example", "checkedOn": "2026-02-30"}"#,
                "deprecation.checkedOn", "a day that exists"
            ),
            (
                #"{"status": "stays", "source": "https://a.example", "checkedOn": "27.11.2026"}"#,
                "deprecation.checkedOn", "in the form 2026-12-31"
            ),
            (
                #"{"status": "stays", "source": "a.example", "checkedOn": "2026-11-27"}"#, "deprecation.source",
                "absolute"
            ),
            (
                #"{"status": "ends", "source": "https://a.example", "checkedOn": "2026-11-27"}"#, "deprecation.date",
                "or note"
            ),
            (
                #"{"status": "successorExists", "source": "https://a.example", "checkedOn": "2026-11-27"}"#,
                "deprecation.successor", "needs"
            ),
            (
                #"{"status": "stays", "until": "2030", "source": "https://a.example", "checkedOn": "2026-11-27"}"#,
                "deprecation.until", "status, date, successor, exchange, note, source, checkedOn"
            ),
            (
                #"{"status": "stays", "exchange": "/t", "source": "https://a.example", "checkedOn": "2026-11-27"}"#,
                "deprecation.exchange", "absolute"
            ),
        ]
    )
    func malformed(plan: String, field: String, expected: String) throws {
        let error = try #require(throws: OAuth1ServiceError.self) {
            try OAuth1Service(json: DeprecationTests.service(plan))
        }
        #expect(error.field == field, "\(error)")
        #expect(error.expected.contains(expected), "\(error)")
        #expect(error.line == 4)
    }

    @Test("The URL of an exchange is the one that is described")
    func exchange() throws {
        let plan = """
            {"status": "stays", "exchange": "https://a.example/other", "source": "https://a.example",
             "checkedOn": "2026-11-27"}
            """
        let error = try #require(throws: OAuth1ServiceError.self) {
            try OAuth1Service(
                json: DeprecationTests.service(plan, #", "tokenExchange": {"url": "https://a.example/t"}"#)
            )
        }
        #expect(error.field == "deprecation.exchange")
        #expect(error.expected.contains("https://a.example/t"))
    }

    @Test("A day in Swift that does not exist is rejected when the service is used")
    func impossibleDay() throws {
        var service = OAuth1Service.discogs
        service.deprecation = OAuth1Service.Deprecation(
            .stays,
            source: "https://a.example",
            checkedOn: OAuth1Service.Day(2026, 2, 30)
        )
        let error = #expect(throws: OAuth1ServiceError.self) { try service.validate() }
        #expect(error?.field == "deprecation.checkedOn")
    }
}
