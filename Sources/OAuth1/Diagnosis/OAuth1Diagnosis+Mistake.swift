//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Diagnosis {
    /// A mistake that makes services reject a request, with what to change.
    public struct Mistake: Sendable, Hashable, Identifiable, CustomStringConvertible {
        /// The identifier in kebab-case, such as `plus-for-space`.
        public let id: String
        /// The mistake as a sentence without a period, such as "a space is signed as a plus sign".
        public let title: String
        /// What to change, in complete sentences.
        public let explanation: String

        init(_ id: String, _ title: String, _ explanation: String) {
            self.id = id
            self.title = title
            self.explanation = explanation
        }

        /// The title and the identifier.
        public var description: String { "\(title) (\(id))" }

        /// All mistakes that a diagnosis can name: first those that change the signature, then those that are visible in the
        /// request.
        public static let all: [Mistake] =
            MistakeRule.all.map(\.mistake) + MistakeCatalog.signatureTexts + MistakeCatalog.bodyHashes
            + MistakeCatalog.visible

        private static let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }

        /// The mistake with an identifier.
        ///
        /// - Parameter id: The identifier.
        /// - Returns: The mistake, or `nil` if the identifier is unknown.
        public static func withID(_ id: String) -> Mistake? { byID[id] }

        /// The mistake with an identifier of the catalog.
        static func known(_ id: String) -> Mistake { byID[id] ?? Mistake(id, id, "") }
    }
}

/// One way to make a mistake with a request: changes of the steps to the base string, of those to the code, or of both.
struct Mutation: Sendable {
    /// The mistake's identifier.
    var id = ""
    /// What is affected, such as the name of a parameter.
    var detail: String?
    var base: (@Sendable (inout BaseStringSteps) -> Void)?
    var key: (@Sendable (inout KeySteps) -> Void)?

    static func base(_ detail: String? = nil, _ change: @escaping @Sendable (inout BaseStringSteps) -> Void) -> Mutation
    {
        Mutation(detail: detail, base: change)
    }

    static func key(_ detail: String? = nil, _ change: @escaping @Sendable (inout KeySteps) -> Void) -> Mutation {
        Mutation(detail: detail, key: change)
    }
}

/// A mistake, and the ways to make it with a request.
struct MistakeRule: Sendable {
    let mistake: OAuth1Diagnosis.Mistake
    /// The ways, at most as many as the request has parameters.
    let mutations: @Sendable (DiagnosedRequest, OAuth1Diagnosis.Secrets) -> [Mutation]

    init(
        _ id: String,
        _ title: String,
        _ explanation: String,
        _ mutations: @escaping @Sendable (DiagnosedRequest, OAuth1Diagnosis.Secrets) -> [Mutation]
    ) {
        mistake = OAuth1Diagnosis.Mistake(id, title, explanation)
        self.mutations = mutations
    }

    /// A mistake that does not depend on the request.
    init(_ id: String, _ title: String, _ explanation: String, _ mutations: [Mutation]) {
        self.init(id, title, explanation) { _, _ in mutations }
    }

    /// A mistake with one change of the steps to the base string.
    static func base(
        _ id: String,
        _ title: String,
        _ explanation: String,
        _ change: @escaping @Sendable (inout BaseStringSteps) -> Void
    ) -> MistakeRule {
        MistakeRule(id, title, explanation, [.base(nil, change)])
    }

    /// A mistake with one change of the steps to the code.
    static func key(
        _ id: String,
        _ title: String,
        _ explanation: String,
        _ change: @escaping @Sendable (inout KeySteps) -> Void
    ) -> MistakeRule {
        MistakeRule(id, title, explanation, [.key(nil, change)])
    }

    /// A mistake of the percent-encoder, which encodes parameters and may encode the secrets as well.
    static func encoder(
        _ id: String,
        _ title: String,
        _ explanation: String,
        _ change: @escaping @Sendable (inout StepEncoder) -> Void
    ) -> MistakeRule {
        let parameters = Mutation.base { steps in change(&steps.encoder) }
        let everywhere = Mutation.base { steps in
            change(&steps.encoder)
            change(&steps.outerEncoder)
        }
        let withKey = [parameters, everywhere]
            .map { mutation in
                Mutation(base: mutation.base, key: { key in change(&key.encoder) })
            }
        return MistakeRule(id, title, explanation, [parameters, everywhere] + withKey)
    }

    /// All mistakes that are found by the signature.
    static let all: [MistakeRule] =
        MistakeCatalog.urls + MistakeCatalog.encodings + MistakeCatalog.parameters + MistakeCatalog.protocolParameters
        + MistakeCatalog.secrets
}

/// The mistakes, by subject.
enum MistakeCatalog {}
