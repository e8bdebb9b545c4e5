//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import Foundation
import OAuth1Server

extension ProviderDatabaseOptions {
    /// Calls a function with the path of a SQLite database, which it may open without keys.
    ///
    /// - Parameters:
    ///   - command: The command, for the error if the database is not a file.
    ///   - mayBeNew: Whether the file need not exist.
    ///   - use: The function.
    /// - Returns: The result of the function.
    /// - Throws: ``CommandFailure``, also for errors of the database.
    func withFile<Value>(_ command: String, mayBeNew: Bool, _ use: (String) throws -> Value) throws -> Value {
        guard case .file(let path) = try location() else {
            throw CommandFailure(
                .usage,
                "oauth1 provider \(command) is for SQLite databases",
                advice: "Use pg_dump and pg_restore for PostgreSQL"
            )
        }
        try check(path, mayBeNew: mayBeNew)
        do { return try use(path) } catch let error as OAuth1DatabaseError {
            throw error.code == .damaged ? CommandFailure(.unreadableInput, error.reason) : CommandFailure(error)
        }
    }

    /// Checks the path of a database before it is opened, and warns if other users can read it.
    func check(_ path: String, mayBeNew: Bool) throws {
        guard mayBeNew || FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(
                .unreadableInput,
                "\(source): the file \(path) does not exist, or its folder belongs to another user",
                advice:
                    "Check the path, run it as the user of the servers, or create the database with oauth1 provider "
                    + "migrate"
            )
        }
        if let problem = Self.problem(ofFile: path) {
            throw CommandFailure(.unreadableInput, "\(source): \(problem)", advice: "Check the path")
        }
        // Before SQLite opens it: closing it later would release the locks of this process.
        InputFile.warnIfExposed(path, option: source)
    }

    /// Why a file can't be a database, also later.
    private static func problem(ofFile path: String) -> String? {
        let files = FileManager.default
        var isFolder: ObjCBool = false
        if files.fileExists(atPath: path, isDirectory: &isFolder) {
            return isFolder.boolValue ? "\(path) is a folder" : nil
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard files.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            return "the folder \(folder) does not exist"
        }
        return nil
    }
}
#endif
