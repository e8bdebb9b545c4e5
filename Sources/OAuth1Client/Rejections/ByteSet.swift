//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A set of bytes that is asked in one step.
struct ByteSet: Sendable {
    private var bits = SIMD4<UInt64>()

    /// Creates a set.
    init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { bits[Int(byte >> 6)] |= 1 &<< UInt64(byte & 63) }
    }

    func contains(_ byte: UInt8) -> Bool { bits[Int(byte >> 6)] &>> UInt64(byte & 63) & 1 == 1 }
}
