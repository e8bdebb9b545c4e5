//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
public import ArgumentParser
public import OAuth1

extension OAuth1Placement: ExpressibleByArgument {}
extension OAuth1BodyHash: ExpressibleByArgument {}
#endif
