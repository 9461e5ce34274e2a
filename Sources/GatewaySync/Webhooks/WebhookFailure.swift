import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOSSL

/// Why a receiver gave no answer, in words for people who look at the log of deliveries.
///
/// The libraries' own texts name their source files and constants, and say little to whoever runs the receiver.
enum WebhookFailure {
    /// The longest text, for what no words are known for.
    private static let lengthMaximum = 200

    /// One line for an error.
    ///
    /// - Parameters:
    ///   - error: what the client threw.
    ///   - deadline: how long it could wait.
    /// - Returns: what happened, and the remedy where there is one.
    static func text(_ error: any Error, within deadline: Duration) -> String {
        switch error {
        case let error as HTTPClientError: client(error, within: deadline)
        case let error as IOError: String(cString: strerror(error.errnoCode)).lowercased()
        case is HTTPParserError: "what it answered is no HTTP"
        case let error as NIOSSLError: tls(error)
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            "TLS: its certificate is for another name"
        default: line("\(error)")
        }
    }

    /// For a receiver that said nothing.
    static func silence(_ time: Duration) -> String { "no answer within \(time.components.seconds) s" }

    private static func client(_ error: HTTPClientError, within deadline: Duration) -> String {
        switch error {
        case .deadlineExceeded, .connectTimeout, .readTimeout, .writeTimeout, .tlsHandshakeTimeout: silence(deadline)
        case .remoteConnectionClosed: "it closed the connection without an answer"
        default: line(error.shortDescription)
        }
    }

    private static func tls(_ error: NIOSSLError) -> String {
        guard case .handshakeFailed(let cause) = error else { return "TLS: \(line("\(error)"))" }
        let text = "\(cause)"
        // BoringSSL's reasons stand behind the name of its library, in capitals.
        guard let reason = text.firstMatch(of: /OPENSSL_internal:([A-Z0-9_]+)/)?.1 else { return "TLS: \(line(text))" }
        return switch reason {
        case "CERTIFICATE_VERIFY_FAILED": "TLS: its certificate is of no authority that is trusted here, or out of date"
        case "WRONG_VERSION_NUMBER": "TLS: what it answered is no TLS; is that the right port?"
        default: "TLS: \(reason.replacing("_", with: " ").lowercased())"
        }
    }

    private static func line(_ text: String) -> String {
        String(text.prefix(lengthMaximum).map { $0.isNewline ? " " : $0 })
    }
}
