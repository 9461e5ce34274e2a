/// Figures in the text form that Prometheus reads (exposition formats, version 0.0.4).
///
/// Each family is written once, with its help and its kind before its samples.
struct MetricsText: Sendable {
    /// The type of the text in `Content-Type`.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// What a figure is.
    enum Kind: String, Sendable {
        /// It only grows, until the process begins anew; its name ends in `_total`.
        case counter
        /// It goes up and down.
        case gauge
        /// How many fell below each of some bounds.
        case histogram
    }

    /// One figure with what tells it from others of its family.
    struct Sample: Sendable {
        /// Names and values.
        ///
        /// Both are constants, or of a set that does not grow with devices, sites or guests.
        var labels: [(name: String, value: String)]
        /// The figure.
        var value: Double

        /// A figure with its labels.
        init(_ value: some BinaryInteger, _ labels: (name: String, value: String)...) {
            self.labels = labels
            self.value = Double(value)
        }

        /// A figure with its labels.
        init(_ value: Double, _ labels: (name: String, value: String)...) {
            self.labels = labels
            self.value = value
        }
    }

    /// What was written so far.
    private(set) var text = ""

    /// Adds a family.
    ///
    /// - Parameters:
    ///   - name: its name, in base units.
    ///   - kind: what it is.
    ///   - help: what it means, as one sentence.
    ///   - samples: its figures; a family without any is left out.
    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        begin(name, kind, help)
        for sample in samples { line(name, sample.labels, sample.value) }
    }

    /// Adds a family of one figure.
    ///
    /// - Parameters:
    ///   - name: its name, in base units.
    ///   - kind: what it is.
    ///   - help: what it means, as one sentence.
    ///   - value: the figure.
    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: some BinaryInteger) {
        add(name, kind, help, [Sample(value)])
    }

    /// Adds a family of histograms.
    ///
    /// - Parameters:
    ///   - name: its name, in base units.
    ///   - help: what it means, as one sentence.
    ///   - label: what tells them apart.
    ///   - bounds: the upper bounds of the classes, growing.
    ///   - histograms: by the label's value how many fell into each class, that beyond all bounds last, and the sum.
    mutating func add(
        _ name: String,
        _ help: String,
        label: String,
        bounds: [Double],
        _ histograms: [(value: String, counts: [Int], sum: Double)]
    ) {
        guard !histograms.isEmpty else { return }
        begin(name, .histogram, help)
        for histogram in histograms {
            var count = 0
            for (bound, more) in zip(bounds.map(Self.number) + ["+Inf"], histogram.counts) {
                count += more
                line(name + "_bucket", [(label, histogram.value), ("le", bound)], Double(count))
            }
            line(name + "_sum", [(label, histogram.value)], histogram.sum)
            line(name + "_count", [(label, histogram.value)], Double(count))
        }
    }

    private mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    private mutating func line(_ name: String, _ labels: [(name: String, value: String)], _ value: Double) {
        let pairs = labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
        let set = pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
        text += "\(name)\(set) \(Self.number(value))\n"
    }

    /// A backslash, a line's end and, in a label, a quote are written with a backslash.
    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Whole numbers without a fraction, others as short as they can be read back.
    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if let whole = Int64(exactly: value) { return String(whole) }
        return String(value)
    }
}
