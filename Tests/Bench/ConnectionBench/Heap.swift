import Foundation
import Glibc

/// What the C library has given out and not got back.
enum Heap {
    struct Unknown: Error, CustomStringConvertible {
        let description = "the C library does not tell of its heap (malloc_info)"
    }

    private typealias MallocInfo = @convention(c) (CInt, UnsafeMutablePointer<FILE>?) -> CInt

    /// - Returns: the bytes in use, in all arenas and in mappings of their own.
    /// - Throws: ``Unknown`` where the C library is not glibc.
    static func bytesInUse() throws -> Int {
        // Not in Swift's module of the C library, but a part of it (glibc manual, malloc_info).
        guard let symbol = dlsym(nil, "malloc_info") else { throw Unknown() }
        // SAFETY: the signature is that of malloc.h: int malloc_info (int options, FILE *fp).
        let mallocInfo = unsafeBitCast(symbol, to: MallocInfo.self)
        guard let file = tmpfile() else { throw Unknown() }
        defer { fclose(file) }
        guard mallocInfo(0, file) == 0, fflush(file) == 0 else { throw Unknown() }
        rewind(file)
        let text = try FileHandle(fileDescriptor: fileno(file)).readToEnd().map { String(decoding: $0, as: UTF8.self) }
        // The sums of all arenas stand behind the last of them.
        guard let sums = text?.components(separatedBy: "</heap>").last else { throw Unknown() }
        func size(_ name: String) throws -> Int {
            guard let line = sums.split(separator: "\n").first(where: { $0.contains("type=\"\(name)\"") }),
                let size = line.components(separatedBy: "size=\"").last?.prefix(while: \.isNumber),
                let number = Int(size)
            else { throw Unknown() }
            return number
        }
        return try size("current") + size("mmap") - size("fast") - size("rest")
    }
}
