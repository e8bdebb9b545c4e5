//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// Nothing is called from Swift: the linker looks for the entry points by name.
