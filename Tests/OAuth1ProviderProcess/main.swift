//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// A provider on SQLite as a process, for the tests that kill it.

#if GRDB && Hummingbird
try await ProviderProcess.run()
#endif
