import Foundation
import GatewayDomain
import HTTPTypes

/// A user name and a password as HTTP Basic sends them (RFC 7617).
struct BasicCredentials: Sendable {
    /// What a 401 asks for.
    ///
    /// The realm is a name for people; UTF-8 is the one character set that the RFC has a word for.
    static let challenge = #"Basic realm="gardengate", charset="UTF-8""#

    /// Longer ones are not read: ours have 101 bytes.
    private static let bytesMaximum = 1024

    /// What stands before the first colon.
    let user: String
    /// What stands behind it, be it another colon.
    let password: Secret

    /// Reads the `Authorization` header.
    ///
    /// - Parameter field: the value of the header.
    /// - Throws: ``ErrorCode/credentialsMissing`` without a header or with one of another scheme,
    ///   ``ErrorCode/credentialsInvalid`` when it cannot be read.
    init(_ field: String?) throws(APIError) {
        let words = field?.split(separator: " ", maxSplits: 1) ?? []
        guard words.first?.lowercased() == "basic" else {
            throw APIError(
                .credentialsMissing,
                "This operation needs a client's id and secret: send them as 'Authorization: Basic', id:secret in Base64.",
                headers: [.wwwAuthenticate: Self.challenge]
            )
        }
        let encoded = words.dropFirst().first.map { $0.trimmingPrefix { $0 == " " } } ?? ""
        guard encoded.utf8.count <= Self.bytesMaximum, let data = Data(base64Encoded: String(encoded)),
            let text = String(validating: data, as: UTF8.self), let colon = text.firstIndex(of: ":")
        else { throw Self.invalid }
        user = String(text[..<colon])
        password = Secret(String(text[text.index(after: colon)...]))
    }

    /// The same answer for every reason: which of id and secret was wrong is nobody's business.
    static var invalid: APIError {
        APIError(
            .credentialsInvalid,
            "The client's id or secret is wrong, or the client was revoked.",
            headers: [.wwwAuthenticate: challenge]
        )
    }
}
