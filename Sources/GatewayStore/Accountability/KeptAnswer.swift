import Foundation

/// The answer to a request, as it is given again when the request is repeated.
public struct KeptAnswer: Hashable, Sendable {
    /// A header of the answer.
    public struct Header: Hashable, Sendable, Codable {
        /// Its name.
        public let name: String
        /// Its value.
        public let value: String

        /// Makes a header.
        ///
        /// - Parameters:
        ///   - name: its name.
        ///   - value: its value.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The status code.
    public let status: Int
    /// The headers that belong to the answer itself, in order.
    public let headers: [Header]
    /// The body, byte for byte; nil for an answer that has none.
    public let body: [UInt8]?

    /// Makes an answer to keep.
    ///
    /// - Parameters:
    ///   - status: the status code.
    ///   - headers: the headers that belong to the answer itself.
    ///   - body: the body, byte for byte; nil for none.
    public init(status: Int, headers: [Header], body: [UInt8]?) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Head and body as one row of bytes: four of the head's length, the head in JSON, the body as it is.
    var packed: [UInt8] {
        get throws(StoreError) {
            do {
                let head = try JSONEncoder().encode(Head(status: status, headers: headers, hasBody: body != nil))
                let length = (0..<4).map { UInt8(truncatingIfNeeded: head.count >> (8 * $0)) }
                return length + head + (body ?? [])
            } catch {
                throw .invalid(field: "answer", reason: "cannot be kept: \(error)")
            }
        }
    }

    /// Reads what ``packed`` gave.
    init(packed bytes: [UInt8]) throws(StoreError) {
        guard bytes.count >= 4 else { throw .damaged("a kept answer is cut short") }
        let length = bytes.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count >= 4 + length else { throw .damaged("a kept answer is cut short") }
        do {
            let head = try JSONDecoder().decode(Head.self, from: Data(bytes[4..<4 + length]))
            let body = head.hasBody ? Array(bytes[(4 + length)...]) : nil
            self.init(status: head.status, headers: head.headers, body: body)
        } catch {
            throw .damaged("the head of a kept answer")
        }
    }

    private struct Head: Codable {
        let status: Int
        let headers: [Header]
        let hasBody: Bool
    }
}
