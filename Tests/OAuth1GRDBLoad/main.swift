//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// Uses a database as the requests of a busy provider do, until it is killed: for the tests of crashes.

#if GRDB
try await Load.run()
#endif
