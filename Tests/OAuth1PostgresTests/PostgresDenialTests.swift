//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import Testing

@testable import OAuth1Postgres

@Suite("Connections that PostgreSQL rejects")
struct PostgresDenialTests {
    @Test(
        "A rejection that another attempt does not change says what to do",
        arguments: [
            ("failed: fe_sendauth: no password supplied", "the role r has no password here: set PGPASSWORD or"),
            (#"failed: FATAL:  password authentication failed for user "r""#, "check the password of the role r"),
            (#"failed: FATAL:  role "r" does not exist"#, "the role r can't log in"),
            (#"failed: FATAL:  role "r" is not permitted to log in"#, "the role r can't log in"),
            (#"failed: FATAL:  Peer authentication failed for user "r""#, "run it as the user of the servers"),
            (#"failed: FATAL:  database "d" does not exist"#, "createdb"),
            (#"failed: FATAL:  permission denied for database "d""#, "lacks the privilege CONNECT"),
            (#"failed: FATAL:  no pg_hba.conf entry for host "::1", database "d", no encryption"#, "pg_hba.conf"),
            ("failed: server does not support SSL, but SSL was required", "the server has no TLS"),
            ("failed: SSL error: certificate verify failed", "sslrootcert"),
            (#"root certificate file "/root.crt" does not exist"#, "sslrootcert"),
        ]
    )
    func denial(text: String, expected: String) {
        let text = "connection to server at \"h\" (::1), port 5432 failed: Connection refused\n" + text + "\n"
        let advice = PostgresDenial.advice(text, needsPassword: false, role: "r")
        #expect(advice?.contains(expected) == true, "\(advice ?? "")")
    }

    @Test(
        "What may be over in a moment is not such a rejection",
        arguments: [
            "connection to server at \"h\" (::1), port 5432 failed: Connection refused",
            "connection to server on socket \"/s\" failed: No such file or directory\n\tIs the server running locally?",
            "could not translate host name \"h\" to address: Temporary failure in name resolution",
            "failed: FATAL:  the database system is starting up", "failed: FATAL:  sorry, too many clients already", "",
        ]
    )
    func temporary(text: String) {
        #expect(PostgresDenial.advice(text, needsPassword: false, role: nil) == nil)
        #expect(PostgresDenial.advice(text, needsPassword: true, role: nil)?.contains("PGPASSFILE") == true)
    }
}
#endif
