import Foundation
import GatewayDomain
import Glibc
import NIOCore
import NIOPosix

/// A file that is imported, read a piece at a time.
struct ImportFile: Sendable {
    /// What stands for standard input.
    static let standardInput = "-"

    /// What it is called.
    let name: String
    /// Its bytes, where that is known.
    let size: Int64?
    private let descriptor: Int32
    private let changedAt: Timestamp?

    /// Opens a file.
    ///
    /// - Parameter path: its path, or `-`.
    /// - Returns: the open file.
    /// - Throws: one line that names the remedy.
    static func open(_ path: String) throws -> ImportFile {
        if path == standardInput {
            return ImportFile(name: "standard input", size: nil, descriptor: STDIN_FILENO, changedAt: nil)
        }
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, String(cString: strerror(errno)).lowercased()) }
        let attributes = attributes(of: path)
        guard attributes[.type] as? FileAttributeType != .typeDirectory else {
            Glibc.close(descriptor)
            throw unreadable(path, "it is a folder")
        }
        let isRegular = attributes[.type] as? FileAttributeType == .typeRegular
        let changed = attributes[.modificationDate] as? Date
        return ImportFile(
            name: path,
            size: isRegular ? (attributes[.size] as? NSNumber)?.int64Value : nil,
            descriptor: descriptor,
            changedAt: isRegular ? changed.map { Timestamp(seconds: Int64($0.timeIntervalSince1970)) } : nil
        )
    }

    /// What is known of the file at the end of links; nothing of a pipe.
    ///
    /// Foundation's, and not `fstat`: which of the C library's modules has that structure depends on what else a build loads.
    private static func attributes(of path: String) -> [FileAttributeKey: Any] {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        // Without them it is read like a pipe: its size is only for the progress bar.
        return (try? FileManager.default.attributesOfItem(atPath: target)) ?? [:]
    }

    /// When it was written at the latest: when it was changed last, unless that cannot be.
    func writtenBy(now: Timestamp) -> Timestamp? {
        guard let changedAt, changedAt > Timestamp(seconds: 1_262_304_000), changedAt < now else { return nil }
        return changedAt
    }

    /// Its bytes from the beginning on; to be read once.
    var chunks: Chunks { Chunks(descriptor: descriptor, name: name) }

    /// Closes it.
    func close() {
        if descriptor != STDIN_FILENO { Glibc.close(descriptor) }
    }

    private static func unreadable(_ path: String, _ reason: String) -> CommandFailure {
        CommandFailure("cannot read \(path.printable): \(reason); check the path")
    }

    /// The bytes of a file.
    struct Chunks: AsyncSequence, AsyncIteratorProtocol, Sendable {
        typealias Element = ByteBuffer

        private static let pieceBytes = 65_536
        fileprivate let descriptor: Int32
        fileprivate let name: String

        func makeAsyncIterator() -> Chunks { self }

        /// The next piece; waits on a thread of its own, since standard input may take its time.
        func next() async throws -> ByteBuffer? {
            let descriptor = descriptor
            let bytes = try await NIOThreadPool.singleton.runIfActive { () -> Result<[UInt8], Int32Error> in
                var bytes = [UInt8](repeating: 0, count: Self.pieceBytes)
                while true {
                    let count = Glibc.read(descriptor, &bytes, Self.pieceBytes)
                    if count >= 0 { return .success(Array(bytes[..<count])) }
                    guard errno == EINTR else { return .failure(Int32Error(number: errno)) }
                }
            }
            switch bytes {
            case .success(let bytes): return bytes.isEmpty ? nil : ByteBuffer(bytes: bytes)
            case .failure(let error):
                throw CommandFailure("it cannot be read on: \(String(cString: strerror(error.number)).lowercased())")
            }
        }
    }

    fileprivate struct Int32Error: Error {
        let number: Int32
    }
}
