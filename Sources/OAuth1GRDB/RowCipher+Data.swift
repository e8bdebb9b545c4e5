//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import OAuth1Server

extension RowCipher {
    /// The identifiers that a row may have, as values of a statement.
    func values(_ text: String, _ kind: RowKind) -> [Data] { identifiers(text, kind).map { Data($0) } }
}
#endif
