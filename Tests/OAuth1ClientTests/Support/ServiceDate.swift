//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// The service's clock: 6 November 1994, 08:49:37 GMT.
enum ServiceDate {
    static let fields: HTTPFields = [.date: "Sun, 06 Nov 1994 08:49:37 GMT"]
    /// Seconds since 1970.
    static let time: Int64 = 784_111_777
}
