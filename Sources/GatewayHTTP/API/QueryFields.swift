import Foundation
import GatewayDomain

/// The parameters of a query, read by name.
///
/// Unknown ones are passed over, as everywhere on the web.
struct QueryFields: Sendable {
    private let values: [String: [String]]

    /// Reads the part of a URL behind `?`.
    ///
    /// - Parameter query: the part, without the mark itself; nil when there is none.
    /// - Throws: ``ErrorCode/parameterInvalid`` when it is no text once it is decoded: passing over what somebody meant to say would give
    ///   them an answer to something else.
    init(_ query: String?) throws(APIError) {
        var values: [String: [String]] = [:]
        for pair in (query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count == 2 ? parts[1] : "") else {
                throw APIError(.parameterInvalid, "The query is not percent-encoded UTF-8 without the character NUL.")
            }
            values[name, default: []].append(value)
        }
        self.values = values
    }

    private static func decoded(_ text: Substring) -> String? {
        let decoded = text.replacing("+", with: " ").removingPercentEncoding
        return decoded?.utf8.contains(0) == true ? nil : decoded
    }

    /// Whether the parameter is there.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// A parameter, or nil; twice is refused, since nobody knows which one is meant.
    func optionalString(_ name: String) throws(APIError) -> String? {
        guard let found = values[name] else { return nil }
        guard found.count == 1 else { throw .invalid(name, "must be given once") }
        return found[0]
    }

    /// A parameter.
    func string(_ name: String) throws(APIError) -> String {
        guard let text = try optionalString(name) else { throw .missing(name) }
        return text
    }

    /// A whole number within bounds, or nil.
    func optionalInteger(_ name: String, in bounds: ClosedRange<Int64>) throws(APIError) -> Int64? {
        guard let text = try optionalString(name) else { return nil }
        guard let integer = Int64(text), bounds.contains(integer) else {
            throw .invalid(name, "must be an integer from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return integer
    }

    /// A moment, or nil.
    func optionalTime(_ name: String) throws(APIError) -> Timestamp? {
        guard let text = try optionalString(name) else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw .invalid(name, "must be a time as 2026-11-21T08:30:00Z (RFC 3339; a + is written %2B in a query)")
        }
        return time
    }

    /// One of a closed set of words, or nil.
    func optionalChoice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        of _: Choice.Type = Choice.self
    ) throws(APIError) -> Choice? {
        guard let text = try optionalString(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw .invalid(name, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }
}
