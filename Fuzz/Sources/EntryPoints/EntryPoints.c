//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// SwiftPM links a program on Linux so that `main` is its module's `<Module>_main`, which a program with libFuzzer's own main
// does not have. These hand over to libFuzzer.

#include <stddef.h>
#include <stdint.h>

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
extern int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

#define ENTRY_POINT(module)                                                   \
    int module##_main(int argc, char **argv) {                                \
        return LLVMFuzzerRunDriver(&argc, &argv, LLVMFuzzerTestOneInput);     \
    }

ENTRY_POINT(FuzzBaseString)
ENTRY_POINT(FuzzCallback)
ENTRY_POINT(FuzzCapture)
ENTRY_POINT(FuzzConsent)
ENTRY_POINT(FuzzDifference)
ENTRY_POINT(FuzzEcho)
ENTRY_POINT(FuzzEncoding)
ENTRY_POINT(FuzzEndpoint)
ENTRY_POINT(FuzzExchange)
ENTRY_POINT(FuzzHeader)
ENTRY_POINT(FuzzKey)
ENTRY_POINT(FuzzLogin)
ENTRY_POINT(FuzzPkcs12)
ENTRY_POINT(FuzzRefusal)
ENTRY_POINT(FuzzService)
ENTRY_POINT(FuzzSignature)
ENTRY_POINT(FuzzTokenResponse)
ENTRY_POINT(FuzzURL)
