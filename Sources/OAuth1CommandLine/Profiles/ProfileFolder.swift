//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1Client

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The folder of the profiles, and the file in it.
struct ProfileFolder: Sendable {
    /// The most bytes that the file may have.
    static let maximumBytes = 4 * 1_048_576

    /// The absolute path of the folder.
    let path: String

    /// The folder `oauth1` in the XDG configuration folder.
    init(environment: [String: String]) throws {
        // The XDG specification has relative paths ignored.
        if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") {
            path = base.hasSuffix("/") ? "\(base)oauth1" : "\(base)/oauth1"
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            path = "\(home)/.config/oauth1"
        } else {
            throw CommandFailure(
                .failed,
                "there is no folder for the profiles, because HOME is not set",
                advice: "Set HOME or XDG_CONFIG_HOME to an absolute path"
            )
        }
    }

    /// Where the profiles are.
    var filePath: String { "\(path)/profiles.json" }
    var lockPath: String { "\(path)/profiles.lock" }

    /// Reads the file, or returns `nil` if there is none.
    func read() throws -> [UInt8]? {
        guard try check(path, isShared: false) else { return nil }
        do {
            return try PrivateFile(path: target(), maximumSize: ProfileFolder.maximumBytes).read()
        } catch let error as PrivateFile.Failure {
            throw CommandFailure(.unreadableInput, error.reason, advice: error.advice)
        }
    }

    /// Replaces the file.
    func replace(with bytes: [UInt8]) throws {
        do {
            try PrivateFile(path: target()).replace(with: bytes)
        } catch let error as PrivateFile.Failure {
            throw CommandFailure(.failed, error.reason, advice: error.advice)
        }
    }

    /// Creates the folder with mode 0700 if it is missing, and checks it.
    func create() throws {
        guard try !check(path, isShared: false) else { return }
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        if !parent.isEmpty {
            try? FileManager.default.createDirectory(
                atPath: parent,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
        // In one step: another process must not see the folder with a wider mode.
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw CommandFailure(
                .failed,
                "the folder \(path) can't be created: \(String(cString: strerror(errno)))",
                advice: "Create it, or check its path"
            )
        }
        _ = try check(path, isShared: false)
    }

    /// The file itself, where a symbolic link leads: the file is replaced, and the link stays.
    private func target() throws -> String {
        var status = stat()
        guard lstat(filePath, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return filePath }
        guard let resolved = realpath(filePath, nil) else {
            throw CommandFailure(
                .unreadableInput,
                "\(filePath) is a symbolic link that leads to no file",
                advice: "Remove the link, or create the file with mode 0600"
            )
        }
        defer { free(resolved) }
        let target = String(cString: resolved)
        let folder = target.lastIndex(of: "/").map { String(target[..<$0]) } ?? ""
        _ = try check(folder.isEmpty ? "/" : folder, isShared: true)
        return target
    }

    /// Checks that no other user can put another file in the place of one in a folder, or read the folder if it is ours
    /// alone.
    ///
    /// - Returns: Whether the folder is there.
    private func check(_ folder: String, isShared: Bool) throws -> Bool {
        var status = stat()
        guard stat(folder, &status) == 0 else {
            guard errno == ENOENT else {
                throw CommandFailure(
                    .unreadableInput,
                    "the folder \(folder) can't be examined: \(String(cString: strerror(errno)))",
                    advice: "Check its path and its permissions"
                )
            }
            return false
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw CommandFailure(.unreadableInput, "\(folder) is not a folder", advice: "Remove or rename it")
        }
        guard status.st_uid == geteuid() else {
            throw CommandFailure(
                .unreadableInput,
                "the folder \(folder) belongs to another user",
                advice: "Set XDG_CONFIG_HOME to a folder that belongs to this user"
            )
        }
        guard status.st_mode & (isShared ? 0o022 : 0o077) == 0 else {
            throw CommandFailure(
                .unreadableInput,
                "the folder \(folder) can be \(isShared ? "changed" : "read or changed") by other users",
                advice: "Run chmod \(isShared ? "go-w" : "700") on it, and replace the credentials in it if others had "
                    + "access"
            )
        }
        return true
    }
}
#endif
