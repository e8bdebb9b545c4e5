//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Testing

@testable import OAuth1CommandLine

@Suite("Private addresses")
struct PrivateAddressTests {
    @Test(
        "Every form of a private address is found",
        arguments: [
            "127.0.0.1", "127.255.255.255", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0", "0", "100.64.0.1", "198.18.0.1", "192.0.0.1", "224.0.0.1", "255.255.255.255",
            // One number, fewer parts, octal and hexadecimal ones.
            "2130706433", "0x7f000001", "0X7F.1", "127.1", "017700000001", "0177.0.0.1", "10.1", "0x0a.0.0.1",
            "192.168.257",
            "localhost", "LOCALHOST.", "a.localhost", "127.0.0.1.",
            "::1", "[::1]", "::", "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1", "fc00::1", "fdff::1", "ff02::1",
            "::ffff:127.0.0.1", "[::ffff:7f00:1]", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::10.0.0.1",
            "2002:7f00:1::",
            "2002:0a00:0001::1", "0:0:0:0:0:ffff:c0a8:0101",
        ]
    )
    func privateAddresses(host: String) {
        #expect(PrivateAddress.isPrivate(host: host))
    }

    @Test(
        "Public addresses and names are not",
        arguments: [
            "api.example.com", "8.8.8.8", "172.32.0.1", "172.15.0.1", "192.169.0.1", "11.0.0.1", "100.128.0.1",
            "169.253.1.1",
            "198.20.0.1", "134744072", "0x08080808", "2606:4700::1111", "[2606:4700::1111]", "::ffff:8.8.8.8",
            "2002:808:808::1",
            "64:ff9b::8.8.8.8", "localhost.example", "10.example", "1.2.3.4.5", "256.1.1.1", "0x", "08.1.1.1", "",
            "fe00.example",
        ]
    )
    func publicAddresses(host: String) {
        // "0x" is 0 to resolvers, which is this machine.
        #expect(PrivateAddress.isPrivate(host: host) == (host == "0x"))
    }
}
#endif
