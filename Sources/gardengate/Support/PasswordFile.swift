import Foundation
import GatewayDomain

/// Where a password comes from: a file, or the person at the terminal.
///
/// Never an argument, which every process can read.
enum PasswordFile {
    /// The first line of a file; `-` is standard input.
    ///
    /// Warns when others may read the file.
    static func read(_ path: String) throws -> Secret {
        let content: Data
        if path == "-" {
            content = FileHandle.standardInput.readDataToEndOfFile()
        } else {
            warnIfExposed(path)
            do {
                content = try Data(contentsOf: URL(fileURLWithPath: path))
            } catch {
                throw CommandFailure("the password file \(path) cannot be read: check the path and its permissions")
            }
        }
        let line = content.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !line.isEmpty else { throw CommandFailure("the password file \(path) begins with an empty line") }
        guard let text = String(bytes: line, encoding: .utf8) else {
            throw CommandFailure("the password file \(path) is not UTF-8 text")
        }
        return Secret(text)
    }

    /// The password from the file, or else from the person at the terminal.
    ///
    /// - Parameters:
    ///   - file: the file, or nil.
    ///   - whose: whose password is asked for.
    /// - Returns: the password.
    /// - Throws: one line that names the remedy.
    static func readOrAsk(_ file: String?, whose: String) throws -> Secret {
        if let file { return try read(file) }
        guard Terminal.isInteractive else {
            throw CommandFailure("no password for \(whose): give --password-file FILE (there is no terminal to ask on)")
        }
        guard let typed = Terminal.hidden("Password of \(whose): "), !typed.isEmpty else {
            throw CommandFailure("no password for \(whose): type one, or give --password-file FILE")
        }
        return Secret(typed)
    }

    private static func warnIfExposed(_ path: String) {
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        // What cannot be looked at cannot be read either, and that is told.
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file),
            attributes[.type] as? FileAttributeType == .typeRegular,
            let mode = attributes[.posixPermissions] as? Int
        else { return }
        if mode & 0o044 != 0 {
            Streams.error("warning: others may read the password file \(path); run: chmod 600 \(path.shellQuoted)")
        }
    }
}
