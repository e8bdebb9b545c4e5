//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Finds the mistakes that give the signature that was sent, alone and in pairs.
struct MistakeSearch {
    /// The most parameters that are left out one by one.
    static let maximumParameters = 64
    /// The most explanations that are reported.
    static let maximumResults = 8
    /// The most bytes of base strings that are signed.
    private static let byteBudget = 24 * 1_048_576
    /// The most codes that are computed.
    private static let codeBudget = 20_000

    /// Whether pairs of mistakes are tested, and how long at most.
    enum Pairs: Sendable {
        case none
        case upTo(Duration?)
    }

    /// One explanation: mistakes that give the signature together.
    struct Result {
        var mistakes: [String]
        var detail: String?
        var baseString: [UInt8]
    }

    /// A way to make a mistake that changes the base string or the key of this request.
    private struct Candidate {
        let mutation: Mutation
        let baseString: [UInt8]
        let key: KeySteps
        let changesBaseString: Bool
        let changesKey: Bool
    }

    private let request: DiagnosedRequest
    private let secrets: OAuth1Diagnosis.Secrets
    private let check: SignatureCheck
    private let key: KeySteps
    private let right: [UInt8]
    private var codes = 0
    private var bytes = 0

    /// Whether the work was limited before all pairs were tested.
    private(set) var isIncomplete = false

    init(_ request: DiagnosedRequest, _ secrets: OAuth1Diagnosis.Secrets, key: KeySteps, check: SignatureCheck) {
        self.request = request
        self.check = check
        self.key = key
        self.right = request.steps.baseString()
        self.secrets = secrets
    }

    /// The explanations with the fewest mistakes.
    mutating func run(pairs: Pairs) -> [Result] {
        if let mistakes = matches(right, key) { return [Result(mistakes: mistakes, baseString: right)] }
        let mutations = MistakeSearch.candidates(request, secrets, right: right)
        isIncomplete = mutations.isCut
        let candidates = mutations.list.compactMap { mutation in candidate(mutation) }
        var results: [Result] = []
        // Equal base strings and keys have equal codes, which are computed once.
        var classes: [[Candidate]] = []
        var classOfBaseString: [[UInt8]: [Int]] = [:]
        for candidate in candidates {
            let known = classOfBaseString[candidate.baseString, default: []]
                .first { classes[$0][0].key.isSame(as: candidate.key) }
            if let known {
                classes[known].append(candidate)
            } else {
                classOfBaseString[candidate.baseString, default: []].append(classes.count)
                classes.append([candidate])
            }
        }
        for group in classes {
            guard let mistakes = matches(group[0].baseString, group[0].key) else { continue }
            results += group.map { result([$0.mutation], mistakes, $0.baseString) }
        }
        if results.isEmpty, case .upTo(let limit) = pairs {
            results = self.pairs(classes, until: limit.map { ContinuousClock.now.advanced(by: $0) })
        }
        return MistakeSearch.distinct(results)
    }

    /// The ways to make a mistake with a request that give another base string, for a search without secrets.
    static func baseStrings(of request: DiagnosedRequest) -> [(mutation: Mutation, baseString: [UInt8])] {
        let right = request.steps.baseString()
        return candidates(request, OAuth1Diagnosis.Secrets(), right: right).list
            .compactMap { mutation in
                guard let change = mutation.base, mutation.key == nil else { return nil }
                var steps = request.steps
                change(&steps)
                let baseString = steps.baseString()
                return baseString == right ? nil : (mutation, baseString)
            }
    }

    /// All ways to make a mistake with a request; for long requests only the first, as each costs a base string.
    private static func candidates(
        _ request: DiagnosedRequest,
        _ secrets: OAuth1Diagnosis.Secrets,
        right: [UInt8]
    ) -> (list: [Mutation], isCut: Bool) {
        let limit = max(16, byteBudget / max(1, right.count))
        var list: [Mutation] = []
        for rule in MistakeRule.all {
            for var mutation in rule.mutations(request, secrets) {
                guard list.count < limit else { return (list, true) }
                mutation.id = rule.mistake.id
                list.append(mutation)
            }
        }
        return (list, false)
    }

    private func candidate(_ mutation: Mutation) -> Candidate? {
        var (steps, changedKey) = (request.steps, key)
        mutation.base?(&steps)
        mutation.key?(&changedKey)
        let baseString = mutation.base == nil ? right : steps.baseString()
        let changesBaseString = baseString != right
        let changesKey = mutation.key != nil && !changedKey.isSame(as: key)
        guard changesBaseString || changesKey else { return nil }
        return Candidate(
            mutation: mutation,
            baseString: baseString,
            key: changedKey,
            changesBaseString: changesBaseString,
            changesKey: changesKey
        )
    }

    private mutating func pairs(_ classes: [[Candidate]], until end: ContinuousClock.Instant?) -> [Result] {
        var results: [Result] = []
        for first in classes.indices {
            if let end, ContinuousClock.now >= end {
                isIncomplete = true
                return results
            }
            for second in classes.indices.dropFirst(first + 1) {
                guard let (baseString, key) = combined(classes[first][0], classes[second][0]) else { continue }
                guard codes < MistakeSearch.codeBudget, bytes < MistakeSearch.byteBudget else {
                    isIncomplete = true
                    return results
                }
                guard matches(baseString, key) != nil else { continue }
                // The others of both classes are the same alone, and need not be together.
                for one in classes[first].prefix(MistakeSearch.maximumResults) {
                    for two in classes[second].prefix(MistakeSearch.maximumResults) {
                        guard let (baseString, key) = combined(one, two), let more = matches(baseString, key) else {
                            continue
                        }
                        results.append(result([one.mutation, two.mutation], more, baseString))
                    }
                }
                if results.count >= MistakeSearch.maximumResults { return results }
            }
        }
        return results
    }

    /// Base string and key with two mistakes.
    private func combined(_ one: Candidate, _ two: Candidate) -> (baseString: [UInt8], key: KeySteps)? {
        guard one.mutation.id != two.mutation.id else { return nil }
        var key = key
        if one.changesKey { one.mutation.key?(&key) }
        if two.changesKey { two.mutation.key?(&key) }
        switch (one.changesBaseString, two.changesBaseString) {
        case (true, false): return (one.baseString, key)
        case (false, true): return (two.baseString, key)
        case (false, false): return (right, key)
        case (true, true):
            var steps = request.steps
            one.mutation.base?(&steps)
            two.mutation.base?(&steps)
            return (steps.baseString(), key)
        }
    }

    private mutating func matches(_ baseString: [UInt8], _ key: KeySteps) -> [String]? {
        codes += 1
        bytes += baseString.count
        return check.mistakes(baseString, key)
    }

    private func result(_ mutations: [Mutation], _ more: [String], _ baseString: [UInt8]) -> Result {
        let details = mutations.compactMap(\.detail)
        return Result(
            mistakes: mutations.map(\.id) + more,
            detail: details.isEmpty ? nil : details.joined(separator: "; "),
            baseString: baseString
        )
    }

    /// The results, those with the same mistakes once.
    private static func distinct(_ results: [Result]) -> [Result] {
        var seen: Set<[String]> = []
        let distinct = results.filter { seen.insert($0.mistakes.sorted()).inserted }
        let fewest = distinct.map(\.mistakes.count).min() ?? 0
        return Array(distinct.filter { $0.mistakes.count == fewest }.prefix(maximumResults))
    }
}
