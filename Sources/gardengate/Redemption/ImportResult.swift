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
    func text(site: Site) -> String {
        guard case .success(let summary) = outcome else { return "\(file.printable): not imported to its end" }
        var lines = [heading(summary, site)]
        var table = TextTable("LINES", "OUTCOME")
        for outcome in ImportSummary.Outcome.allCases where summary.count(outcome) > 0 {
            table.add(String(summary.count(outcome)), Self.words(outcome, summary))
        }
        if summary.lines > 0 { lines.append(table.text(orElse: "")) }
        lines += summary.problems.map { problem in
            let user = problem.user.map { "\($0.printable): " } ?? ""
            return "line \(problem.line): \(user)\(problem.reason.printable)"
        }
        if summary.problemsLeftOut > 0 { lines.append("… and \(summary.problemsLeftOut) more such lines") }
        return lines.joined(separator: "\n")
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
        switch outcome {
        case .new:
            Quantity.text(summary.redeemed, "coupon", "coupons").map { "new, \($0) redeemed" } ?? "new"
        case .alreadyKnown: "already known"
        case .conflict: "conflict"
        case .noMatch: "no match"
        case .unreadable: "unreadable"
        case .passedOver: "not about logins"
        }
    }
}
