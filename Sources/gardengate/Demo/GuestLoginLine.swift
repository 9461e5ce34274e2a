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
    ///
    /// It waits a second for the answers, and shows each of their words on a line.
    var text: String {
        let login = Self.sentence("/login", "=name=\(router.user)", "=password=\(password)")
        let guest = Self.sentence(
            "/ip/hotspot/active/login",
            "=user=\(code)",
            "=password=\(code)",
            "=ip=10.5.50.99",
            "=mac-address=02:00:00:00:00:99"
        )
        return """
            (printf '\(login)';
             printf '\(guest)';
             sleep 1) | openssl s_client -quiet -no_ign_eof -connect \(HostPort.text(router.host, router.port)) \
            2>/dev/null | tr -cs '[:print:]' '\\n'
            """
    }

    /// Words, and the empty one that ends them.
    private static func sentence(_ words: String...) -> String {
        words.map(word).joined() + "\\000"
    }

    /// A word of less than 128 bytes: one byte of length, in octal as printf reads it, and the word.
    private static func word(_ word: String) -> String {
        let digits = String(word.utf8.count, radix: 8)
        return "\\" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits + word
    }
}
