import Glibc
import Synchronization

/// Shows on a terminal how much of a file was read; silent everywhere else.
final class ProgressBar: Sendable {
    private static let width = 24
    private let name: String
    private let total: Int64?
    private let isShown = isatty(STDERR_FILENO) == 1
    private let shownAt = Mutex<ContinuousClock.Instant?>(nil)
    private let begin = ContinuousClock.now

    /// Makes a bar.
    ///
    /// - Parameters:
    ///   - name: what is read.
    ///   - total: its bytes; nil when nobody knows.
    init(_ name: String, total: Int64?) {
        self.name = String(name.printable.suffix(30))
        self.total = total
    }

    /// Shows how far it has come, ten times a second at most.
    func show(bytes: Int64, lines: Int) {
        guard isShown else { return }
        let isDue = shownAt.withLock { last in
            let now = ContinuousClock.now
            // What is over within moments shows nothing.
            guard now - (last ?? begin) >= .milliseconds(last == nil ? 400 : 100) else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        Streams.errorText("\r\u{1B}[K\(Self.text(name, bytes: bytes, total: total, lines: lines))")
    }

    /// Takes the bar away.
    func end() {
        if shownAt.withLock({ $0 != nil }) { Streams.errorText("\r\u{1B}[K") }
    }

    /// The bar as a text: `log.txt [######······] 50 %, 1200 lines`.
    static func text(_ name: String, bytes: Int64, total: Int64?, lines: Int) -> String {
        guard let total, total > 0 else { return "\(name): \(lines) lines" }
        let percent = Int(min(100, bytes * 100 / total))
        let full = width * percent / 100
        let bar = String(repeating: "#", count: full) + String(repeating: "·", count: width - full)
        return "\(name) [\(bar)] \(percent) %, \(lines) lines"
    }
}
