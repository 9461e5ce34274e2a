/// What `/tool/fetch` was asked to do.
struct FetchRequest: Sendable {
    enum Output: String, Sendable {
        case none, file, user
        case userWithHeaders = "user-with-headers"
    }

    enum CertificateCheck: String, Sendable {
        case no, yes
        case withoutRevocationList = "yes-without-crl"
    }

    /// The job that waits for the answer.
    let job: RowID
    let url: String
    let method: String
    let headers: [(name: String, value: String)]
    let body: [UInt8]
    let output: Output
    /// Where the answer is kept, for `output=file`.
    let file: WordBytes
    let check: CertificateCheck
    /// How long it waits for data.
    let idleTimeout: Duration
    /// How long it may take as a whole.
    let duration: Duration?
    /// How often it follows an answer that points elsewhere.
    let redirectsMaximum: Int
    /// The certificates that are trusted, in PEM form.
    let trusted: [String]
    let wantsValue: Bool
    let position: ScriptPosition
}

/// What came back.
enum FetchAnswer: Sendable {
    case response(status: Int, reason: String, headers: [(name: String, value: String)], body: [UInt8])
    case failure(FetchFailure)
}

/// Why nothing came back, in the words of a router where they are known.
enum FetchFailure: Sendable, Hashable {
    case refused
    case timeout
    case unknownHost
    case certificate(String)
    case noTrustedCertificate
    case invalidURL
    case tooLarge
    case other(String)

    /// `closed`, `timeout waiting data` and the two about certificates are reported texts.
    ///
    /// ASSUMED for all others: the wording.
    var message: String {
        switch self {
        case .refused: "failure: closed"
        case .timeout: "failure: timeout waiting data"
        case .unknownHost: "failure: resolving error"
        case .certificate(let reason): "failure: SSL: ssl: cert not valid (\(reason)) (6)"
        case .noTrustedCertificate: "failure: SSL: ssl: no trusted CA certificate found (6)"
        case .invalidURL: "failure: invalid URL"
        case .tooLarge: "failure: file is too big"
        case .other(let reason): "failure: \(reason)"
        }
    }
}
