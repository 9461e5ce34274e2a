/// The windows of a site: while one of them is open its routers are written to, and without any they always are.
///
/// It says when what waits may go, and nothing of what waits: that does the planner.
public struct WriteWindows: Hashable, Sendable {
    /// How many windows a site may have.
    public static let countMaximum = 16

    /// The windows, in the order in which somebody gave them.
    public var all: [WriteWindow]

    /// How far ahead an end is looked for: one that is further away is none.
    private static let horizonDays: Int64 = 8
    /// How far ahead a beginning is looked for: a weekly window that does not happen on a day of changing clocks does a week later.
    private static let searchDays: Int64 = 22

    /// Makes the windows of a site.
    ///
    /// - Parameter all: the windows; none unless given.
    public init(_ all: [WriteWindow] = []) {
        self.all = all
    }

    /// Whether there is no window, so that nothing waits.
    public var isEmpty: Bool { all.isEmpty }

    /// Whether routers may be written to.
    ///
    /// - Parameter time: when.
    /// - Returns: true within a window, its first moment included and its last one not, and always without windows.
    public func isOpen(at time: Timestamp) -> Bool { state(at: time).opensAt == nil }

    /// How it stands, and until when.
    ///
    /// Windows that touch or overlap are one.
    ///
    /// - Parameter time: when.
    /// - Returns: open or shut.
    public func state(at time: Timestamp) -> WindowState {
        guard !isEmpty else { return .open(closesAt: nil) }
        guard let end = end(of: time) else { return .open(closesAt: nil) }
        if end > time { return .open(closesAt: end) }
        guard let next = all.compactMap({ Self.beginning(of: $0, after: time) }).min() else {
            // No zone is known for which it comes to that; a device would look again then.
            return .shut(opensAt: time + .seconds(Self.searchDays * 86_400))
        }
        return .shut(opensAt: next, closesAt: self.end(of: next))
    }

    /// When the windows end that a moment lies in, one after another; the moment itself where it lies in none, nil where that is far away.
    private func end(of time: Timestamp) -> Timestamp? {
        var end = time
        while let later = all.compactMap({ Self.end(of: $0, around: end) }).max() {
            end = later
            if end - time > .seconds(Self.horizonDays * 86_400) { return nil }
        }
        return end
    }

    /// When the time of a window ends that a moment lies in; nil where it lies in none.
    private static func end(of window: WriteWindow, around time: Timestamp) -> Timestamp? {
        let day = window.day(of: time)
        // A window lasts a day at the most, and a place may have skipped one.
        return (-2...1).compactMap { window.occurrence(on: day + $0) }.filter { $0.contains(time) }.map(\.upperBound)
            .max()
    }

    /// When a window begins next.
    private static func beginning(of window: WriteWindow, after time: Timestamp) -> Timestamp? {
        let day = window.day(of: time)
        for distance in -1...searchDays {
            if let next = window.occurrence(on: day + distance)?.lowerBound, next > time { return next }
        }
        return nil
    }
}

extension WriteWindows {
    /// Reads what the store keeps, which is what ``text`` wrote.
    ///
    /// - Parameter text: a line for each window; empty for none.
    /// - Throws: ``PortalValueError`` about what cannot be read.
    public init(text: String) throws(PortalValueError) {
        var all: [WriteWindow] = []
        for line in text.split(separator: "\n") { all.append(try WriteWindow(text: String(line))) }
        self.init(all)
    }

    /// The windows as the store keeps them, and as people may read them: a line for each.
    public var text: String { all.map(\.description).joined(separator: "\n") }
}

/// Whether the routers of a site may be written to, and until when that holds.
public enum WindowState: Hashable, Sendable {
    /// They may; nil where there is no window, or where none ends within a week.
    case open(closesAt: Timestamp?)
    /// They may not, until it opens; `closesAt` is when it closes after that, nil where that is more than a week later.
    case shut(opensAt: Timestamp, closesAt: Timestamp? = nil)

    /// When they may be written to again; nil while they may.
    public var opensAt: Timestamp? { if case .shut(let time, _) = self { time } else { nil } }

    /// For how many seconds they may be written to once they may again; nil for more than a week, and while they may.
    public var openSeconds: Int64? {
        guard case .shut(let opensAt, let closesAt?) = self else { return nil }
        return closesAt.seconds - opensAt.seconds
    }

    /// When that ends that they may be written to; nil where it does not, or where they may not.
    public var closesAt: Timestamp? { if case .open(let time) = self { time } else { nil } }
}
