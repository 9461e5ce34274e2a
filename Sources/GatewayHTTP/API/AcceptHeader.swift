import HTTPTypes

/// What a client says that it can read (RFC 9110, 12.5.1).
struct AcceptHeader: Sendable {
    private struct Range {
        var type: Substring
        var subtype: Substring
        /// How much it is liked, 0 to 1; with 0 not at all.
        var quality: Double
    }

    private let ranges: [Range]

    /// Reads the header of a request; what cannot be read in it is passed over.
    init(_ headers: HTTPFields) {
        ranges = (headers[.accept] ?? "").split(separator: ",").compactMap(Self.range)
    }

    /// The type that the client likes best.
    ///
    /// One that likes none of them gets the first: an answer that it did not ask for says more than none.
    ///
    /// - Parameters:
    ///   - first: the type that wins among equals.
    ///   - others: the other types.
    /// - Returns: one of them.
    func preferred(_ first: String, _ others: String...) -> String {
        var best = (type: first, quality: quality(of: first))
        for type in others {
            let quality = quality(of: type)
            if quality > best.quality { best = (type, quality) }
        }
        return best.type
    }

    /// How much a type is liked: the most specific range that it falls into decides.
    private func quality(of mediaType: String) -> Double {
        guard !ranges.isEmpty else { return 1 }
        let parts = mediaType.split(separator: "/")
        let fitting = [
            ranges.first { $0.type == parts[0] && $0.subtype == parts[1] },
            ranges.first { $0.type == parts[0] && $0.subtype == "*" },
            ranges.first { $0.type == "*" && $0.subtype == "*" },
        ]
        return fitting.lazy.compactMap(\.self).first?.quality ?? 0
    }

    /// Reads `type/subtype;name=value;q=0.8`; parameters other than `q` make no difference here.
    private static func range(_ text: Substring) -> Range? {
        let parts = text.lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
        guard let name = parts.first?.split(separator: "/"), name.count == 2 else { return nil }
        var quality = 1.0
        for part in parts.dropFirst() where part.hasPrefix("q=") {
            guard let value = Double(part.dropFirst(2)), (0...1).contains(value) else { return nil }
            quality = value
        }
        return Range(type: name[0], subtype: name[1], quality: quality)
    }
}
