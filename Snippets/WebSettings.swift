//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
#if Configuration
// snippet.show
// snippet.registry
import Configuration
import OAuth1Client
import OAuth1Web

func registry(
    _ configuration: OAuth1WebConfiguration,
    _ transport: any OAuth1Transport
) throws -> OAuth1Registry {
    let reader = ConfigReader(provider: EnvironmentVariablesProvider())
    return try OAuth1Registry(
        [
            OAuth1Registration(named: "flickr"),
            OAuth1Registration(named: "intranet"),
        ],
        configuration: configuration,
        settings: OAuth1RegistrationSettings(reader: reader),
        transport: transport
    )
}
// snippet.end
// snippet.hide
#endif
