//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.imports
import OAuth1
import OAuth1Client

// snippet.end

// snippet.policies
/// Accepts a service's clock only within ten minutes of this machine's.
let cautious = OAuth1FlowOptions(
    clockSkew: OAuth1ClockSkewPolicy(maximumOffset: .seconds(600))
)
/// Timestamps are those of this machine's clock, whatever the service says.
let unchanged = OAuth1FlowOptions(clockSkew: .none)
// snippet.end
