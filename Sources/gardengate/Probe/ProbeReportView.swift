import GatewayDomain
import GatewayHTTP
import RouterOSConformance

/// What a probe found out, for people and for programs: without anybody's name, address or password.
struct ProbeReportView {
    /// The number of the form of the JSON; a change that breaks readers makes it larger.
    private static let format: Int64 = 1

    let report: ConformanceReport
    let date: Timestamp

    /// One JSON object whose names stay the same.
    var json: JSON {
        [
            "format": .integer(Self.format),
            "date": .time(date),
            "router": [
                "version": .string(report.router.versionText),
                "board": .string(report.router.board),
                "architecture": .string(report.router.architecture),
                "simulated": .boolean(report.router.isSimulated),
            ],
            "summary": .object(
                Self.labels.map { JSON.Member(name: $0, value: .integer(Int64(report.count($0)))) }
            ),
            "checks": .list(report.results) { result in
                [
                    "id": .string(result.id),
                    "claim": .string(result.name),
                    "source": .string(result.source),
                    "outcome": .string(result.outcome.label),
                    "text": .string(result.outcome.text),
                    "figures": .object(
                        result.figures.sorted { $0.key < $1.key }.map {
                            JSON.Member(name: $0.key, value: .number($0.value))
                        }
                    ),
                ]
            },
        ]
    }

    private static let labels = ["holds", "differs", "answered", "inapplicable", "untried"]

    /// The report in groups, with a summary at the end.
    func text(_ style: Style) -> String {
        let router = report.router
        var lines = [
            style.bold(
                "RouterOS \(router.versionText.printable) on \(router.board.printable) (\(router.architecture.printable)), \(date)"
            )
        ]
        if router.isSimulated {
            lines.append(
                "This is a simulated router: it behaves as gardengate believes that routers do, and proves nothing."
            )
        }
        for topic in ConformanceTopic.allCases {
            let results = report.results.filter { $0.topic == topic }
            guard !results.isEmpty else { continue }
            lines += ["", style.bold(topic.title)]
            lines += results.flatMap { Self.lines(of: $0, style) }
        }
        return (lines + ["", summary]).joined(separator: "\n")
    }

    private var summary: String {
        let parts = [
            "\(report.count("holds")) hold",
            "\(report.count("differs")) do not",
            "\(report.count("answered")) answered",
            "\(report.count("inapplicable")) about other routers",
            "\(report.count("untried")) not tried",
        ]
        return parts.joined(separator: ", ") + "."
    }

    private static func lines(of result: ConformanceResult, _ style: Style) -> [String] {
        switch result.outcome {
        case .holds: ["  holds   \(result.name)"]
        case .differs(let seen):
            [
                "  \(style.bold("DIFFERS")) \(result.name)", "          seen: \(seen.printable)",
                style.faint("          claimed by: \(result.source)"),
            ]
        case .answered(let seen): ["  answer  \(result.name)", "          \(seen.printable)"]
        case .inapplicable(let why): ["  -       \(result.name): not here: \(why.printable)"]
        case .untried(let why): ["  -       \(result.name): not tried: \(why.printable)"]
        }
    }
}

extension ConformanceTopic {
    /// What stands over its checks.
    fileprivate var title: String {
        switch self {
        case .session: "Login and connection"
        case .rows: "Users and profiles"
        case .queries: "Queries"
        case .garden: "Walled garden"
        case .streams: "Listening"
        case .scripts: "Scripts"
        case .speed: "Speed"
        case .guests: "Guests"
        }
    }
}
