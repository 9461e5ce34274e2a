import RouterOSSimulator

/// A shell command that logs a guest in at a router with a certificate, without a client of this project: the words of
/// the RouterOS API, each behind its length, through `openssl s_client`.
struct GuestLoginLine {
    /// The router.
    let router: SimulatedRouter
    /// The administrator's password.
    let password: String
    /// The guest's code.
    let code: String

    /// The command, for any POSIX shell.
    var text: String {
        let sentences = [
            ["/login", "=name=\(router.user)", "=password=\(password)"],
            [
                "/ip/hotspot/active/login", "=user=\(code)", "=password=\(code)", "=ip=10.5.50.99",
                "=mac-address=02:00:00:00:00:99",
            ],
            ["/quit"],
        ]
        let words = sentences.map { $0.map(Self.word).joined() + "\\000" }.joined()
        return
            "printf '\(words)' | openssl s_client -quiet -connect \(HostPort.text(router.host, router.port)) 2>/dev/null"
    }

    /// A word of less than 128 bytes: one byte of length, in octal as printf reads it, and the word.
    private static func word(_ word: String) -> String {
        let digits = String(word.utf8.count, radix: 8)
        return "\\" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits + word
    }
}
