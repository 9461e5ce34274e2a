/// A version of RouterOS, for example `7.22.3`, `6.49.18 (long-term)` or `7.20beta4`.
///
/// A beta or a release candidate is older than the release of the same number. The channel in brackets does not count.
public struct RouterOSVersion: Sendable, Hashable {
    /// How finished a version is.
    ///
    /// Ordered.
    public enum Stage: Int, Sendable, Hashable, Comparable {
        /// `7.20alpha1`.
        case alpha
        /// `7.20beta4`.
        case beta
        /// `7.20rc3`.
        case releaseCandidate
        /// `7.20`.
        case release

        /// Orders by how finished a version is.
        public static func < (left: Stage, right: Stage) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    /// 7 of 7.22.3.
    public let major: Int
    /// 22 of 7.22.3.
    public let minor: Int
    /// 3 of 7.22.3; 0 when absent.
    public let patch: Int
    /// How finished it is.
    ///
    /// Default ``Stage/release``.
    public let stage: Stage
    /// 4 of 7.20beta4; 0 for a release.
    public let stageNumber: Int

    /// Makes a version of its numbers.
    ///
    /// - Parameters:
    ///   - major: the first number.
    ///   - minor: the second number.
    ///   - patch: the third number. Default 0.
    ///   - stage: how finished it is. Default ``Stage/release``.
    ///   - stageNumber: the number behind the stage. Default 0.
    public init(_ major: Int, _ minor: Int, _ patch: Int = 0, stage: Stage = .release, stageNumber: Int = 0) {
        self.major = major
        self.minor = minor
        self.patch = patch
        self.stage = stage
        self.stageNumber = stageNumber
    }

    /// Reads what `/system/resource/print` gives as `version`.
    ///
    /// - Parameter text: two or three numbers, perhaps a stage, perhaps a space and anything (the channel).
    public init?(_ text: some StringProtocol) {
        let name = text.prefix { $0 != " " }
        guard name.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let numbers = name.prefix { !$0.isLetter }
        let stage = name.dropFirst(numbers.count)
        let parts = numbers.split(separator: ".", omittingEmptySubsequences: false)
        let values = parts.compactMap { Self.number($0) }
        guard (2...3).contains(parts.count), values.count == parts.count else { return nil }
        guard let (kind, stageNumber) = Self.stage(stage) else { return nil }
        self.init(values[0], values[1], values.count == 3 ? values[2] : 0, stage: kind, stageNumber: stageNumber)
    }

    private static func stage(_ text: some StringProtocol) -> (Stage, Int)? {
        if text.isEmpty { return (.release, 0) }
        let names: [(String, Stage)] = [("alpha", .alpha), ("beta", .beta), ("rc", .releaseCandidate)]
        for (name, stage) in names where text.hasPrefix(name) {
            guard let number = Self.number(text.dropFirst(name.count)) else { return nil }
            return (stage, number)
        }
        return nil
    }

    private static func number(_ text: some StringProtocol) -> Int? {
        guard (1...6).contains(text.utf8.count), text.utf8.allSatisfy({ ASCII.decimalValue($0) != nil }) else {
            return nil
        }
        return Int(text)
    }

    private var sortKey: (Int, Int, Int, Int, Int) {
        (self.major, self.minor, self.patch, self.stage.rawValue, self.stageNumber)
    }
}

extension RouterOSVersion: Comparable {
    /// Orders by age.
    public static func < (left: RouterOSVersion, right: RouterOSVersion) -> Bool {
        left.sortKey < right.sortKey
    }
}

extension RouterOSVersion: CustomStringConvertible {
    /// The form that routers print, without the channel: a patch of 0 is left out.
    public var description: String {
        let numbers = self.patch == 0 ? "\(self.major).\(self.minor)" : "\(self.major).\(self.minor).\(self.patch)"
        return switch self.stage {
        case .alpha: "\(numbers)alpha\(self.stageNumber)"
        case .beta: "\(numbers)beta\(self.stageNumber)"
        case .releaseCandidate: "\(numbers)rc\(self.stageNumber)"
        case .release: numbers
        }
    }
}
