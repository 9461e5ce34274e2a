import GatewayDomain

/// The beginning of a file, from which its format is told.
enum FileHead {
    /// So much of a file is looked at, in bytes.
    static let bytes = 8192

    /// How the file is packed; nil for a file that is not, and for what is too short to tell.
    static func packing(of head: ArraySlice<UInt8>) -> String? {
        let magics: [(name: String, bytes: [UInt8])] = [
            ("gzip", [0x1F, 0x8B]), ("zip", [0x50, 0x4B, 0x03, 0x04]), ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A]),
            ("zstd", [0x28, 0xB5, 0x2F, 0xFD]), ("bzip2", [0x42, 0x5A, 0x68]), ("7-Zip", [0x37, 0x7A, 0xBC, 0xAF]),
        ]
        return magics.first { head.starts(with: $0.bytes) }?.name
    }

    /// Finds out how a file is written.
    ///
    /// - Parameters:
    ///   - head: its first bytes.
    ///   - given: what somebody said it is.
    ///   - isWhole: whether there is nothing behind the head.
    /// - Returns: the format; nil when there is nothing but blank lines.
    /// - Throws: ``ImportError``, when it is no text, or no text of a known form.
    static func format(
        of head: ArraySlice<UInt8>,
        given: ImportFormat?,
        isWhole: Bool
    ) throws(ImportError) -> ImportFormat? {
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { throw .utf16 }
        if let packing = packing(of: head) { throw .packed(packing == "gzip" ? "gzip twice" : packing) }
        if head.contains(0) { throw .binary }
        var splitter = LineSplitter()
        var lines = splitter.lines(in: head)
        // The last line is cut off where the head ends.
        if let last = splitter.last(), isWhole || lines.isEmpty { lines.append(last) }
        let texts = lines.lazy.map { LogText.trimmed($0.bytes) }.filter { !$0.isEmpty }
        guard let first = texts.first else { return given ?? (isWhole ? nil : .routeros) }
        if let given {
            guard given != .csv || ImportColumns(header: first) != nil else { throw .noHeader }
            return given
        }
        if first.first == UInt8(ascii: "["), first.dropFirst().first.map({ $0 == 0x7B || $0 == 0x5D }) ?? true {
            throw .jsonArray
        }
        if ImportColumns(header: first) != nil { return .csv }
        for text in texts {
            if text.first == UInt8(ascii: "{") { return .jsonl }
            if let format = TextLogReader.format(of: text) { return format }
        }
        throw looksBinary(head) ? .binary : .unknownFormat
    }

    /// Whether there are more control characters than any text has.
    static func looksBinary(_ head: ArraySlice<UInt8>) -> Bool {
        if head.contains(0) { return true }
        let controls = head.count { $0 < 0x20 && !(0x09...0x0D).contains($0) && $0 != 0x1B }
        return controls * 20 > head.count
    }
}
