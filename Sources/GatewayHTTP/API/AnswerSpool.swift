import Foundation
import Glibc
import HTTPTypes
import NIOCore

/// A long answer that is kept on disk until the request has been read to its end.
///
/// Many clients read nothing before they have sent everything: an answer that began earlier would fill the connection's buffers, and then
/// each side would wait for the other. The file loses its name at once, so that nothing of it is left behind, whatever happens.
actor AnswerSpool {
    /// So much is collected before it is written.
    private static let pieceBytes = 65_536

    private let descriptor: Int32
    private let bytesMaximum: Int64
    private var piece = ByteBuffer()
    private(set) var bytes: Int64 = 0
    private var taken: Int64 = 0
    /// How many were left out because the file would have grown beyond its bound.
    private(set) var leftOut = 0

    /// Makes an empty answer.
    ///
    /// - Parameter bytesMaximum: how long it may become.
    /// - Throws: ``ErrorCode/unavailable`` when no file can be made.
    init(bytesMaximum: Int64) throws(APIError) {
        self.bytesMaximum = bytesMaximum
        var path = Array("\(NSTemporaryDirectory())/gardengate-answer-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw Self.failure() }
        unlink(path)
        // So that no child process keeps it open.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    /// Adds a line, unless there is no room for it.
    func add(_ line: JSON) throws(APIError) {
        let text = line.bytes
        guard leftOut == 0, bytes + Int64(text.count) < bytesMaximum else { return leftOut += 1 }
        piece.writeBytes(text)
        piece.writeInteger(UInt8(ascii: "\n"))
        bytes += Int64(text.count) + 1
        if piece.readableBytes >= Self.pieceBytes { try flush() }
    }

    /// The next piece of what was added, from the beginning on; nil when all of it was taken.
    ///
    /// - Throws: when it cannot be read; what is missing cannot be told any more, so that the connection has to be cut.
    func next() throws(APIError) -> ByteBuffer? {
        try flush()
        guard taken < bytes else { return nil }
        var read = [UInt8](repeating: 0, count: Self.pieceBytes)
        let count = pread(descriptor, &read, read.count, off_t(taken))
        read.removeSubrange(max(0, count)...)
        guard !read.isEmpty else { throw Self.failure() }
        taken += Int64(read.count)
        return ByteBuffer(bytes: read)
    }

    private func flush() throws(APIError) {
        var rest = Array(piece.readableBytesView)[...]
        piece.clear()
        while !rest.isEmpty {
            // SAFETY: the buffer lives for the call, and no more than its length is read.
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw Self.failure() }
            rest = rest.dropFirst(max(0, count))
        }
    }

    private static func failure() -> APIError {
        APIError(
            .unavailable,
            "The gateway has no room for a long answer; ask for one without a line for each line.",
            headers: [.retryAfter: "60"]
        )
    }
}
