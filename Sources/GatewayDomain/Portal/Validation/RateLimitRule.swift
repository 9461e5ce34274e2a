/// What a rate limit may look like: `rx[/tx] [burst] [threshold] [time] [priority] [minimum]`, rx being the guest's upload.
///
/// Loose on purpose: RouterOS itself has the last word. Source: manual, hotspot user profile, `rate-limit`.
enum RateLimitRule {
    static func check(_ text: String) throws(PortalValueError) {
        try TextRule.check(text, .rateLimit)
        let groups = text.split(separator: " ")
        guard (1...6).contains(groups.count), groups.allSatisfy(isGroup) else {
            throw .unreadable(.rateLimit, value: text, expected: "upload/download like 5M/20M")
        }
    }

    /// One text for all that mean the same: single spaces, and `k` for a thousand.
    static func canonical(_ text: String) -> String {
        String(text.split(separator: " ").joined(separator: " ").map { $0 == "K" ? "k" : $0 })
    }

    private static func isGroup(_ group: Substring) -> Bool {
        let parts = group.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count <= 2
            && parts.allSatisfy { part in
                let digits = part.prefix { $0.isASCII && $0.isNumber }
                return !digits.isEmpty && ["", "k", "K", "M", "G", "s"].contains(part.dropFirst(digits.count))
            }
    }
}
