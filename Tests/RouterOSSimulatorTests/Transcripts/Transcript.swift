import RouterOSAPI

@testable import RouterOSSimulator

/// A router without a network, and the sentences that it answers, as text: `!re .id=*1 name=x`, `!done ret=*2`, `!trap 1 message`.
struct Transcript {
    var state: RouterState
    var now = Duration.zero
    var account = SimulatedAccount(name: "admin", password: "")

    init(_ version: String = "7.22.3", traits: RouterTraits = RouterTraits()) {
        // 2026-09-25 21:10:05
        self.state = RouterState(
            version: RouterOSVersion(version) ?? RouterOSVersion(7, 22, 3),
            traits: traits,
            clockAtZero: 1_790_370_605
        )
    }

    /// Sends words: `=name=value`, `?query`.
    mutating func send(_ path: String, _ words: String...) -> [String] {
        self.send(path, words: words)
    }

    mutating func send(_ path: String, words: [String]) -> [String] {
        let outcome = self.state.execute(CommandRequest(Sentence([path] + words)), self.context)
        switch outcome {
        case .replies(let replies): return replies.map(Self.text)
        case .stream(_, let initial): return initial.map(Self.text) + ["…"]
        case .script: return ["…"]
        }
    }

    /// Adds a row and gives its id.
    mutating func add(_ menu: String, _ words: String...) -> String {
        self.send("\(menu)/add", words: words).last.map { String($0.dropFirst("!done ret=".count)) } ?? ""
    }

    /// One property of each row that a print gives.
    mutating func column(_ name: String, of menu: String, _ words: String...) -> [String?] {
        guard
            case .replies(let replies) = self.state.execute(
                CommandRequest(Sentence(["\(menu)/print"] + words)),
                self.context
            )
        else { return [] }
        return replies.compactMap { reply -> PrintedRow? in
            guard case .row(let row) = reply else { return nil }
            return row
        }.map { $0[name]?.text }
    }

    var context: CommandContext {
        CommandContext(account: self.account, now: self.now)
    }

    static func text(_ reply: CommandReply) -> String {
        switch reply {
        case .row(let row): (["!re"] + row.fields.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
        case .trap(let message, let category): "!trap \(category.map { "\($0) " } ?? "")\(message)"
        case .empty: "!empty"
        case .done(let ret): ret.map { "!done ret=\($0)" } ?? "!done"
        case .fatal(let reason): "!fatal \(reason)"
        }
    }
}
