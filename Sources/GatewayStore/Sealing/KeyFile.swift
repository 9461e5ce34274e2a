import Crypto
import Glibc

/// The file that holds the key under which secrets are sealed: 64 hexadecimal digits and a line break, mode 0600.
struct KeyFile: Sendable {
    let path: String

    /// Reads the key.
    ///
    /// - Returns: nil when there is no such file.
    func read() throws(StoreError) -> SymmetricKey? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("read")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("read") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .keyInvalid(file: path) }
        guard status.st_mode & 0o077 == 0 else {
            throw .keyExposed(file: path, mode: "0" + String(status.st_mode & 0o777, radix: 8))
        }
        var bytes = [UInt8](repeating: 0, count: 80)
        // SAFETY: the length handed over is the buffer's own.
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw failure("read") }
        guard let key = Self.key(in: bytes.prefix(count)) else { throw .keyInvalid(file: path) }
        return key
    }

    /// Makes the file with a new key, unless another process was quicker; either way the file's key is the answer.
    ///
    /// The file appears under its name only when it is complete and durable: a crash never leaves half a key.
    func create() throws(StoreError) -> SymmetricKey {
        let key = SymmetricKey(size: .bits256)
        let draft = "\(path).\(getpid()).\(String(UInt32.random(in: .min ... .max), radix: 16))"
        // Also what a full disk left of it.
        defer { unlink(draft) }
        try write(key, to: draft)
        // A link, unlike a renaming, fails when the name is taken.
        guard link(draft, path) == 0 || errno == EEXIST else { throw failure("make") }
        FileSystem.synchronize(FileSystem.folder(of: path))
        guard let key = try read() else { throw failure("make") }
        return key
    }

    private func write(_ key: SymmetricKey, to draft: String) throws(StoreError) {
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("make") }
        defer { close(descriptor) }
        let text = Self.text(of: key)
        // SAFETY: the length handed over is the buffer's own.
        let count = text.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        // A part of so few bytes is written only where there is no room for the rest.
        if count >= 0, count < text.count { errno = ENOSPC }
        guard count == text.count, fsync(descriptor) == 0 else { throw failure("make") }
    }

    private static func text(of key: SymmetricKey) -> [UInt8] {
        // SAFETY: the bytes are read inside the call only.
        let digits = key.withUnsafeBytes { $0.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) } }
        return Array((digits.joined() + "\n").utf8)
    }

    private static func key(in text: ArraySlice<UInt8>) -> SymmetricKey? {
        let digits = text.last == UInt8(ascii: "\n") ? text.dropLast() : text
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        var rest = digits
        while !rest.isEmpty {
            let pair = String(decoding: rest.prefix(2), as: UTF8.self)
            guard pair.allSatisfy({ $0.isHexDigit }), let byte = UInt8(pair, radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return SymmetricKey(data: bytes)
    }

    private func failure(_ action: String) -> StoreError {
        let code = errno
        let reason = String(cString: strerror(code))
        let remedy =
            code == ENOSPC || code == EDQUOT ? "make room there, then try again" : "check its folder and owner"
        return .unavailable("cannot \(action) the key file \(path): \(reason); \(remedy)")
    }
}
