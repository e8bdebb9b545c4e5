//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// An LTI 1.1 launch: what a learning platform says of the user whose browser opened a tool, all of it signed.
///
/// ``OAuth1LTILaunchVerifier`` makes it of a request. Values are those of the platform: escape them on pages. Empty values are
/// `nil`.
public struct OAuth1LTILaunch: Sendable, CustomStringConvertible, CustomReflectable {
    /// The value of ``messageType`` for a resource link (LTI 1.1 section 3).
    public static let basicMessageType = "basic-lti-launch-request"

    /// The platform (tool consumer) that signed the launch, as registered.
    public let client: OAuth1RegisteredClient
    /// All signed parameters except those of OAuth, in their order: those of the query, then those of the form that don't repeat
    /// one of the query.
    public let parameters: OAuth1Parameters

    /// Creates a launch, for tests of what needs one.
    ///
    /// - Parameters:
    ///   - client: The platform.
    ///   - parameters: The parameters, each LTI parameter once.
    public init(client: OAuth1RegisteredClient, parameters: OAuth1Parameters) {
        self.client = client
        self.parameters = parameters
    }

    /// The value of a parameter that is there once and not empty.
    ///
    /// - Parameter name: The name, for example `ext_user_username`.
    public subscript(_ name: String) -> String? {
        let values = parameters.values(for: name)
        guard values.count == 1, let value = values.first, !value.isEmpty else { return nil }
        return value
    }

    /// The kind of launch, `basic-lti-launch-request` for a resource link (`lti_message_type`).
    public var messageType: String { self["lti_message_type"] ?? "" }
    /// The version of LTI, `LTI-1p0` for 1.0 and 1.1 (`lti_version`).
    public var version: String { self["lti_version"] ?? "" }
    /// The placement of the tool in the course, unique for the platform (`resource_link_id`); empty only for other kinds of
    /// launches.
    public var resourceLinkID: String { self["resource_link_id"] ?? "" }
    /// The title of the placement (`resource_link_title`).
    public var resourceLinkTitle: String? { self["resource_link_title"] }
    /// A description of the placement (`resource_link_description`).
    public var resourceLinkDescription: String? { self["resource_link_description"] }
    /// The user, unique for the platform, or `nil` for an anonymous one (`user_id`).
    ///
    /// Two platforms may use the same identifier: keep it with the consumer key.
    public var userID: String? { self["user_id"] }
    /// The course or group, unique for the platform (`context_id`).
    public var contextID: String? { self["context_id"] }
    /// The kinds of the context, for example `CourseSection` (`context_type`).
    public var contextTypes: [String] { list("context_type") }
    /// The title of the course or group (`context_title`).
    public var contextTitle: String? { self["context_title"] }
    /// The short title of the course or group (`context_label`).
    public var contextLabel: String? { self["context_label"] }
    /// The user's given name, if the platform sends it (`lis_person_name_given`).
    public var givenName: String? { self["lis_person_name_given"] }
    /// The user's family name, if the platform sends it (`lis_person_name_family`).
    public var familyName: String? { self["lis_person_name_family"] }
    /// The user's full name, if the platform sends it (`lis_person_name_full`).
    public var fullName: String? { self["lis_person_name_full"] }
    /// The user's email address, if the platform sends it (`lis_person_contact_email_primary`).
    public var emailAddress: String? { self["lis_person_contact_email_primary"] }
    /// The user in the platform's student information system (`lis_person_sourcedid`).
    public var personSourcedID: String? { self["lis_person_sourcedid"] }
    /// The place of the user's result, to be sent back with it unchanged (`lis_result_sourcedid`).
    public var resultSourcedID: String? { self["lis_result_sourcedid"] }
    /// Where results are sent (`lis_outcome_service_url`), if it is an http or https URL.
    public var outcomeServiceURL: String? { webURL("lis_outcome_service_url") }
    /// The platform installation, for example a host name (`tool_consumer_instance_guid`).
    public var platformID: String? { self["tool_consumer_instance_guid"] }
    /// The language of the user, for example `en-US` (`launch_presentation_locale`).
    public var locale: String? { self["launch_presentation_locale"] }
    /// Where the tool is shown: `frame`, `iframe` or `window` (`launch_presentation_document_target`).
    public var documentTarget: String? { self["launch_presentation_document_target"] }
    /// Where to send the browser when the user is done (`launch_presentation_return_url`), if it is an http or https URL.
    public var returnURL: String? { webURL("launch_presentation_return_url") }

    /// The custom parameters, without the prefix `custom_` of their names.
    public var custom: OAuth1Parameters {
        let prefix = Array("custom_".utf8)
        return OAuth1Parameters(
            parameters.filter { $0.nameBytes.starts(with: prefix) }
                .map {
                    OAuth1Parameter(nameBytes: Array($0.nameBytes.dropFirst(prefix.count)), valueBytes: $0.valueBytes)
                }
        )
    }

    /// The platform, the kind and the version; nothing of the user.
    public var description: String { "OAuth1LTILaunch(client: \(client.key), parameters: \(parameters.count))" }
    /// A mirror without the user's data.
    public var customMirror: Mirror { Mirror(self, children: ["client": client.key]) }

    func list(_ name: String) -> [String] {
        (self[name] ?? "").parts(at: UInt8(ascii: ",")).map { $0.trimmingSpaces }.filter { !$0.isEmpty }
    }

    /// A URL that a browser may be sent to, and no script.
    private func webURL(_ name: String) -> String? {
        guard let url = self[name], let scheme = CallbackRules.scheme(of: url), scheme == "http" || scheme == "https"
        else {
            return nil
        }
        return url
    }
}
