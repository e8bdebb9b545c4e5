//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#ifndef HEAP_USE_H
#define HEAP_USE_H

/// The bytes that malloc has given out and not got back, in all its arenas, or -1 where the C library does not tell.
long heap_use(void);

#endif
