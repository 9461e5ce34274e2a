import Foundation
import GatewayStore
import HTTPTypes

/// Which part of a long list is asked for (`limit` and `cursor` of the query), and the answer with it.
///
/// Nothing is kept for a cursor here: it is where the page before ended. To those who call it is a text without meaning.
struct Paging<Cursor: PageCursor>: Sendable {
    /// How many elements a page may have.
    static var limitBounds: ClosedRange<Int64> { 1...1000 }
    /// How many it has when nobody says.
    static var limitDefault: Int64 { 100 }

    private let request: APIRequest
    /// How many elements are asked for.
    let limit: Int
    /// Where the page before ended; nil for the first page.
    let cursor: Cursor?

    /// How many elements to fetch: one more than a page has tells whether there is another page.
    var fetched: Int { limit + 1 }

    /// Reads the query of a request.
    ///
    /// - Throws: ``ErrorCode/parameterInvalid`` for a limit out of bounds, or a cursor of another list.
    init(_ request: APIRequest) throws(APIError) {
        self.request = request
        limit = Int(try request.query.optionalInteger("limit", in: Self.limitBounds) ?? Self.limitDefault)
        guard let text = try request.query.optionalString("cursor") else {
            cursor = nil
            return
        }
        guard let cursor = CursorText.keys(in: text).flatMap(Cursor.init(keys:)) else {
            throw .invalid("cursor", "must be one that a Link header of this list gave")
        }
        self.cursor = cursor
    }

    /// A page as JSON, with the way to the next one when there is one.
    ///
    /// - Parameters:
    ///   - elements: the ``fetched`` elements, or as many as there are.
    ///   - path: the path of the list.
    ///   - kept: other parameters of the query that the next page needs.
    ///   - place: where a page ends that ends with this element.
    ///   - view: an element as JSON.
    /// - Returns: an array.
    func response<Element>(
        _ elements: [Element],
        at path: String,
        keeping kept: [(String, String)] = [],
        endingAfter place: (Element) -> Cursor,
        _ view: (Element) -> JSON
    ) -> APIResponse {
        let page = elements.prefix(limit)
        let next = elements.count > page.count ? page.last.map(place) : nil
        return .json(.list(page, view), headers: next.map { link(to: path, after: $0, keeping: kept) } ?? [:])
    }

    /// The header field that leads to the next page.
    ///
    /// - Parameters:
    ///   - path: the path of the list.
    ///   - cursor: where this page ends.
    ///   - kept: other parameters of the query that the next page needs.
    /// - Returns: a header with `Link`.
    func link(to path: String, after cursor: Cursor, keeping kept: [(String, String)] = []) -> HTTPFields {
        let parameters = kept + [("limit", String(limit)), ("cursor", CursorText.of(cursor.keys))]
        let query = parameters.map { "\($0.0)=\(Self.escaped($0.1))" }.joined(separator: "&")
        var headers = HTTPFields()
        headers[.link] = "<\(request.services.publicURL)\(path)?\(query)>; rel=\"next\""
        return headers
    }

    private static func escaped(_ text: String) -> String {
        // What needs no escape anywhere in a URL (RFC 3986).
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        )
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}

/// A cursor as those who call see it: its keys as JSON, in base64 for URLs (RFC 4648, 5).
private enum CursorText {
    private static let bytesMaximum = 1024

    static func of(_ keys: [String]) -> String {
        Data(JSON.list(keys) { .string($0) }.bytes).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
    }

    static func keys(in text: String) -> [String]? {
        guard text.utf8.count <= bytesMaximum else { return nil }
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
