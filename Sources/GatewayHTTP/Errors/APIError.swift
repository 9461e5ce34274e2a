import HTTPTypes

/// An answer that says no, in the form that the portal's API has for it.
///
/// The message is one sentence for people: it names the thing and the remedy, and holds nothing that is not the caller's
/// business.
struct APIError: Error, Hashable, Sendable {
    /// Which error.
    let code: ErrorCode
    /// What is wrong in this case.
    let message: String
    /// Header fields that belong to it, as `Allow` or `Retry-After`.
    var headers: HTTPFields = [:]

    init(_ code: ErrorCode, _ message: String, headers: HTTPFields = [:]) {
        self.code = code
        self.message = message
        self.headers = headers
    }

    /// A field that has to be there and is not.
    static func missing(_ name: String) -> APIError {
        APIError(.parameterMissing, "The '\(name)' parameter is required for this request.")
    }

    /// A field that cannot be taken.
    ///
    /// - Parameters:
    ///   - name: the field.
    ///   - expected: what it must be, as in "must be an integer from 1 to 200".
    /// - Returns: the error.
    static func invalid(_ name: String, _ expected: String) -> APIError {
        APIError(.parameterInvalid, "The '\(name)' parameter \(expected).")
    }

    /// Nothing of this kind has this id here.
    static func notFound(_ kind: String, _ id: String) -> APIError {
        APIError(.resourceMissing, "There is no \(kind) '\(id.prefix(64))' here.")
    }

    /// Nothing of this kind has the id that the body or the query names: what the address says is there all the same.
    static func unknownReference(_ kind: String, _ id: String) -> APIError {
        APIError(.parameterInvalid, "There is no \(kind) '\(id.prefix(64))' here.")
    }
}
