extension LoginPage {
    /// What a router says when a login fails, by the keys of its `errors.txt` (manual, HotSpot customisation page), and what
    /// a guest reads instead.
    ///
    /// No text holds a variable: what a guest typed as a name would come back as a part of the page. A key that a router adds
    /// one day keeps its own text.
    static let errors: [(key: String, text: GuestText)] = [
        ("internal-error", .noAnswer), ("config-error", .noAnswer), ("not-logged-in", .notConnected),
        ("ippool-empty", .crowded), ("shutting-down", .noAnswer), ("user-session-limit", .usedElsewhere),
        ("license-session-limit", .crowded), ("wrong-mac-username", .otherDevice), ("chap-missing", .sendAgain),
        ("invalid-username", .invalidCode), ("otp-already-used", .invalidCode), ("invalid-mac", .otherDevice),
        ("uptime-limit", .timeIsUp), ("traffic-limit", .dataIsUp), ("radius-timeout", .noAnswer),
        ("auth-in-progress", .inProgress), ("radius-reply", .invalidCode),
    ]

    /// The file `errors.txt`.
    ///
    /// It has one language, since the router chooses none; the page puts a text that it knows into the guest's.
    var errorTexts: String {
        Self.errors.map { "\($0.key) = \($0.text(language))\n" }.joined()
    }

    /// The texts that may stand on a page as an error, each once.
    static var errorPhrases: [GuestText] {
        var phrases: [GuestText] = []
        for error in errors where !phrases.contains(error.text) { phrases.append(error.text) }
        return phrases
    }
}
