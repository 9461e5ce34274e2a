import Foundation
import HTTPTypes

/// Which part of a long list is asked for: `limit` and `cursor` of the query.
///
/// A cursor is where the page before ended, as the keys of its last element: nothing is kept for it here, and whatever is added or
/// removed meanwhile, no element is told twice or passed over. To those who call it is a text without meaning.
struct Paging: Sendable {
    /// How many elements a page has at most.
    static let limitBounds: ClosedRange<Int64> = 1...1000
    /// How many it has when nobody says.
    static let limitDefault: Int64 = 100

    /// How many elements are asked for.
    let limit: Int
    /// The keys of the last element of the page before; nil for the first page.
    let after: [String]?

    /// Reads a query.
    ///
    /// - Parameters:
    ///   - query: the query.
    ///   - keyCount: how many keys a cursor of this list has.
    /// - Throws: ``ErrorCode/parameterInvalid`` for a limit out of bounds, or a cursor of another list.
    init(_ query: QueryFields, keyCount: Int) throws(APIError) {
        limit = Int(try query.optionalInteger("limit", in: Self.limitBounds) ?? Self.limitDefault)
        guard let text = try query.optionalString("cursor") else {
            after = nil
            return
        }
        guard let keys = Self.keys(in: text), keys.count == keyCount else {
            throw .invalid("cursor", "must be one that a Link header of this list gave")
        }
        after = keys
    }

    /// A key that is a number, as times are.
    func integerKey(_ index: Int) throws(APIError) -> Int64? {
        guard let after else { return nil }
        guard let integer = Int64(after[index]) else {
            throw .invalid("cursor", "must be one that a Link header of this list gave")
        }
        return integer
    }

    /// The header field that leads to the next page.
    ///
    /// - Parameters:
    ///   - request: the request for this page.
    ///   - path: the path of the list.
    ///   - keys: the keys of this page's last element.
    ///   - kept: other parameters of the query that the next page needs.
    /// - Returns: a header with `Link`.
    func link(_ request: APIRequest, path: String, after keys: [String], keeping kept: [(String, String)] = [])
        -> HTTPFields
    {
        let parameters = kept + [("limit", String(limit)), ("cursor", Self.text(of: keys))]
        let query = parameters.map { "\($0.0)=\(Self.escaped($0.1))" }.joined(separator: "&")
        var headers = HTTPFields()
        headers[.link] = "<\(request.services.publicURL)\(path)?\(query)>; rel=\"next\""
        return headers
    }

    /// What needs no escape anywhere in a URL (RFC 3986).
    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private static func text(of keys: [String]) -> String {
        Data(JSON.list(keys) { .string($0) }.bytes).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
    }

    private static func keys(in text: String) -> [String]? {
        guard text.utf8.count <= 1024 else { return nil }
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
        guard let data = Data(base64Encoded: standard + padding),
            // Whatever is wrong with it, it is no cursor of ours.
            let value = try? JSON(reading: data),
            case .array(let elements) = value
        else { return nil }
        let keys = elements.compactMap { if case .string(let key) = $0 { key } else { nil } }
        return keys.count == elements.count ? keys : nil
    }
}

extension HTTPField.Name {
    /// Where related pages are (RFC 8288).
    static let link: HTTPField.Name = {
        guard let name = HTTPField.Name("Link") else { preconditionFailure("Link is a name that a field may have") }
        return name
    }()
}
