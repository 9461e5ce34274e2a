import RouterOSAPI

@testable import RouterOSSimulator

extension Transcript {
    /// What a script prints, or the text of its failure behind `! `.
    mutating func run(_ source: String) -> String {
        let words = ["/execute", "=script=\(source)", "=as-string="]
        guard case .replies(let replies) = self.state.execute(CommandRequest(Sentence(words)), self.context) else {
            return "…"
        }
        for reply in replies {
            if case .trap(let message, _) = reply { return "! \(message)" }
        }
        guard case .done(let ret) = replies.last else { return "" }
        return ret?.text ?? ""
    }

    /// The value of an expression, as `:put` shows it.
    mutating func value(_ expression: String) -> String {
        self.run(":put \(expression)")
    }

    /// The messages of the log with a topic, the oldest first.
    mutating func log(_ topic: String) -> [String] {
        let lines = zip(self.column("topics", of: "/log"), self.column("message", of: "/log"))
        return lines.filter { $0.0?.hasPrefix(topic) ?? false }.map { $0.1 ?? "" }
    }

    /// Lets time pass; what was due happens.
    mutating func pass(_ seconds: Int64) {
        self.now += .seconds(seconds)
        self.state.advance(to: self.now)
    }
}
