/// Many users that are added by one script of a router, which is one request to it.
///
/// What users have in common is said once, and the rest of each stands in a list. Each row is added by itself: one that the router refuses
/// keeps no other back, and nobody is told why; that says a reading of these names, and a command for each that is missing.
public struct UserScript: Sendable {
    /// The most that a script may have, in bytes; RouterOS takes 64 kB (manual, Scripting page).
    public static let bytesMaximum = 60_000
    /// What the script prints at its end: whoever reads something else knows that it did not get there.
    public static let lastWord = "gg-done"

    /// The text.
    ///
    /// It holds codes and passwords.
    public let text: Secret
    /// The users that it adds, in their order.
    public let names: [String]

    /// A user, and the values that make up its row.
    public struct Row: Sendable {
        fileprivate let name: String
        /// What all users of a list have in common.
        fileprivate let shared: Shared
        /// The words of the mark.
        fileprivate let words: [Substring]

        /// The row of a user, or nil where it takes more than plain letters, digits and a few signs to say it.
        ///
        /// Within quotes RouterOS gives a meaning to `"`, `\`, `$` and, at a terminal, `?`; none of these, nor anything else that is
        /// not on a short list, is ever put into a script.
        ///
        /// - Parameters:
        ///   - user: the user.
        ///   - server: its hotspot server; nil for all.
        ///   - gateway: whose row it is.
        ///   - now: when the row is added.
        public init?(_ user: DesiredUser, server: String?, gateway: GatewayID, now: Timestamp) {
            guard user.password.revealed == user.name || user.password.revealed.isEmpty else { return nil }
            let comment = OwnershipMark(gateway: gateway, adding: user, at: now).comment
            let texts = [user.name, user.profile, comment] + [server, user.macAddress].compactMap { $0 }
            guard texts.allSatisfy(Self.isPlain) else { return nil }
            name = user.name
            words = comment.split(separator: " ")
            shared = Shared(
                hasPassword: !user.password.revealed.isEmpty,
                profile: user.profile,
                server: server,
                uptimeSeconds: user.uptimeSeconds(addedAt: now),
                bytesMaximum: user.dataBytesMaximum,
                macAddress: user.macAddress,
                wordCount: words.count
            )
        }

        private static func isPlain(_ text: String) -> Bool {
            !text.isEmpty
                && text.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "."),
                        UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "="):
                        true
                    default: false
                    }
                }
        }
    }

    fileprivate struct Shared: Hashable, Sendable {
        let hasPassword: Bool
        let profile: String
        let server: String?
        let uptimeSeconds: Int64?
        let bytesMaximum: Int64?
        let macAddress: String?
        let wordCount: Int
    }

    /// Puts rows into as few scripts as hold them.
    ///
    /// - Parameters:
    ///   - rows: the rows.
    ///   - bytesMaximum: how long a script may be.
    /// - Returns: scripts that together add each row once.
    public static func scripts(for rows: [Row], bytesMaximum: Int = bytesMaximum) -> [UserScript] {
        let script = UserScript(rows)
        guard !rows.isEmpty else { return [] }
        guard script.text.revealed.utf8.count > bytesMaximum, rows.count > 1 else { return [script] }
        let middle = rows.count / 2
        return scripts(for: Array(rows[..<middle]), bytesMaximum: bytesMaximum)
            + scripts(for: Array(rows[middle...]), bytesMaximum: bytesMaximum)
    }

    private init(_ rows: [Row]) {
        var lists: [Shared: [Row]] = [:]
        var order: [Shared] = []
        for row in rows {
            if lists[row.shared] == nil { order.append(row.shared) }
            lists[row.shared, default: []].append(row)
        }
        var text = ""
        for shared in order { Self.add(lists[shared] ?? [], shared, to: &text) }
        text += ":put \"\(Self.lastWord)\""
        self.text = Secret(text)
        names = order.flatMap { lists[$0] ?? [] }.map(\.name)
    }

    /// A loop over the rows of a list.
    ///
    /// The first of each is the name; those words of the mark follow that are not the same in all, without the key that they begin with.
    private static func add(_ rows: [Row], _ shared: Shared, to text: inout String) {
        guard let first = rows.first else { return }
        var comment: [String] = []
        var columns: [(word: Int, prefix: Int)] = []
        for (index, word) in first.words.enumerated() {
            if rows.allSatisfy({ $0.words[index] == word }) {
                comment.append(String(word))
                continue
            }
            let key = word.prefix(2).hasSuffix("=") ? word.prefix(2) : ""
            let isShared = !key.isEmpty && rows.allSatisfy { $0.words[index].hasPrefix(key) }
            columns.append((index, isShared ? 2 : 0))
            comment.append("\(isShared ? key : "")\".($r->\(columns.count)).\"")
        }
        text += ":foreach r in={"
        for (index, row) in rows.enumerated() {
            if index > 0 { text += ";" }
            text += "{\"\(row.name)\""
            for column in columns { text += ";\"\(row.words[column.word].dropFirst(column.prefix))\"" }
            text += "}"
        }
        text += "} do={:do {/ip hotspot user add name=($r->0)"
        if shared.hasPassword { text += " password=($r->0)" }
        text += " profile=\"\(shared.profile)\""
        if let server = shared.server { text += " server=\"\(server)\"" }
        if let seconds = shared.uptimeSeconds { text += " limit-uptime=\(seconds)s" }
        if let bytes = shared.bytesMaximum { text += " limit-bytes-total=\(bytes)" }
        if let address = shared.macAddress { text += " mac-address=\(address)" }
        text += " comment=(\"\(comment.joined(separator: " "))\")} on-error={}}\n"
    }
}
