/// One place where a rule of this repository is broken.
struct Violation: Equatable, CustomStringConvertible {
    let path: String
    /// The line, from 1; 0 when the whole file is meant.
    let line: Int
    /// What is wrong and what to do instead.
    let message: String

    var description: String { line == 0 ? "\(path): \(message)" : "\(path):\(line): \(message)" }
}

/// A rule over one file: a pure function, so that each has a test which shows that it can fail.
protocol FileRule: Sendable {
    func violations(in file: SourceFile) -> [Violation]
}
