import GatewayDomain
import GatewayHTTP
import GatewaySync

/// What became of one file, as it is told.
struct ImportResult {
    let file: String
    let outcome: Result<ImportSummary, any Error>

    /// Why the file was not imported to its end; nil when it was.
    var failure: CommandFailure? {
        guard case .failure(let error) = outcome else { return nil }
        return CommandFailure("\(file.printable): \(error)")
    }

    /// What is odd about the file as a whole.
    func warning(site: Site) -> String? {
        guard case .success(let summary) = outcome, summary.isOfSomethingElse else { return nil }
        return """
            no login in \(file.printable) is with a coupon or an account of \(site.name.printable): \
            is it the log of another router?
            """
    }

    /// What programs read.
    var json: JSON {
        let name: JSON = ["file": .string(file)]
        return switch outcome {
        case .success(let summary): name.with(ImportView(summary: summary).json)
        case .failure(let error): name.with(["error": .string("\(error)".oneLine)])
        }
    }

    /// What people read.
    ///
    /// - Parameters:
    ///   - site: the site.
    ///   - hasToldLines: whether every line was told before.
    /// - Returns: the text.
    func text(site: Site, hasToldLines: Bool = false) -> String {
        guard case .success(let summary) = outcome else { return "\(file.printable): not imported to its end" }
        var lines = [heading(summary, site)]
        var table = TextTable("LINES", "OUTCOME")
        for outcome in ImportSummary.Outcome.allCases where summary.count(outcome) > 0 {
            table.add(String(summary.count(outcome)), Self.words(outcome, summary))
        }
        if summary.lines > 0 { lines.append(table.text(orElse: "")) }
        guard !hasToldLines else { return lines.joined(separator: "\n") }
        lines += summary.problems.map { Self.text($0, tellsOutcome: false) }
        if summary.problemsLeftOut > 0 {
            lines.append("… and \(summary.problemsLeftOut) more such lines; --verbose tells all of them")
        }
        return lines.joined(separator: "\n")
    }

    /// A line of the file, as people read it: `line 12: conflict: login of AB12CD at 2026-10-07T21:41:00Z: the code …`.
    static func text(_ line: ImportSummary.Line, tellsOutcome: Bool = true) -> String {
        var parts = ["line \(line.number)"]
        if tellsOutcome { parts.append(words(line.outcome)) }
        if let user = line.user {
            let what = line.event.map { "\($0.rawValue) of " } ?? ""
            let when = line.at.map { " at \($0)" } ?? ""
            parts.append(tellsOutcome ? "\(what)\(user.printable)\(when)" : user.printable)
        }
        if let reason = line.reason { parts.append(reason.printable) }
        return parts.joined(separator: ": ")
    }

    private func heading(_ summary: ImportSummary, _ site: Site) -> String {
        guard let format = summary.format else { return "\(file.printable): empty" }
        let name =
            switch format {
            case .routeros: "RouterOS log"
            case .syslog: "syslog"
            case .csv: "CSV"
            case .jsonl: "JSON lines"
            }
        let times = summary.times.map { ", logins from \($0.lowerBound) to \($0.upperBound)" } ?? ""
        let effect = summary.isDryRun ? "would be imported" : "imported"
        return "\(file.printable): \(name) \(effect) for \(site.name.printable)\(times)"
    }

    private static func words(_ outcome: ImportSummary.Outcome, _ summary: ImportSummary) -> String {
        guard outcome == .new, let coupons = Quantity.text(summary.redeemed, "coupon", "coupons") else {
            return words(outcome)
        }
        return "new, \(coupons) redeemed"
    }

    private static func words(_ outcome: ImportSummary.Outcome) -> String {
        switch outcome {
        case .new: "new"
        case .alreadyKnown: "already known"
        case .conflict: "conflict"
        case .noMatch: "no match"
        case .unreadable: "unreadable"
        case .passedOver: "not about logins"
        }
    }
}
