//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#include "HeapUse.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>

long heap_use(void) {
    struct mallinfo2 info = mallinfo2();
    return (long)(info.uordblks + info.hblkhd);
}
#else
long heap_use(void) {
    return -1;
}
#endif
