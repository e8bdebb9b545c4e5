//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdint.h>

/// The heap allocations that the calling thread has made so far.
typedef struct {
    uint64_t count;
    uint64_t bytes;
} AllocationCounts;

/// Reads the counts. They stay zero where allocations can't be counted, which is everywhere but on glibc.
AllocationCounts allocation_counts(void);

#endif
