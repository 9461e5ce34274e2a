import Foundation
import Synchronization

/// What `script/bench redemptions` runs: how long one code works at two sites, and how many events a second become durable.
///
///     RedemptionBench window [--sites N] [--rows N] [--latency-ms N] [--rounds N] [--burst N]
///     RedemptionBench record [--seconds N]
///
/// Each prints lines `NAME VALUE…`, which the script puts into a table.
@main
enum RedemptionBench {
    static func main() async throws {
        let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
        switch arguments.what {
        case .window: try await WindowBench(arguments).run()
        case .record: try await RecordBench(arguments).run()
        }
    }
}

/// What is to be measured, and how much of it.
struct Arguments: Sendable {
    enum What: String { case window, record }

    struct Unknown: Error, CustomStringConvertible {
        let description: String
    }

    let what: What
    private(set) var sites = 200
    private(set) var rows = 5000
    private(set) var latencyMilliseconds = 20
    private(set) var rounds = 5
    private(set) var burst = 50
    private(set) var seconds = 5

    init(_ words: [String]) throws(Unknown) {
        guard let first = words.first, let what = What(rawValue: first) else {
            throw Unknown(description: "say what to measure: window or record")
        }
        self.what = what
        var rest = words.dropFirst()
        while let name = rest.popFirst() {
            guard let text = rest.popFirst(), let value = Int(text), value > 0 else {
                throw Unknown(description: "\(name) takes a number")
            }
            switch name {
            case "--sites": sites = value
            case "--rows": rows = value
            case "--latency-ms": latencyMilliseconds = value
            case "--rounds": rounds = value
            case "--burst": burst = value
            case "--seconds": seconds = value
            default: throw Unknown(description: "unknown argument \(name)")
            }
        }
    }
}

/// Durations, and what share of them is below what.
struct Sample {
    private var values: [Duration] = []

    var count: Int { values.count }

    mutating func add(_ value: Duration) { values.append(value) }

    mutating func add(_ other: Sample) { values += other.values }

    /// The 50th and 99th percentile and the longest, in milliseconds.
    var figures: String {
        let sorted = values.sorted()
        guard let last = sorted.last else { return "- - -" }
        let picked = [0.5, 0.99].map { sorted[min(sorted.count - 1, Int(Double(sorted.count) * $0))] } + [last]
        return picked.map { String(format: "%.1f", $0.milliseconds) }.joined(separator: " ")
    }
}

extension Duration {
    var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}
