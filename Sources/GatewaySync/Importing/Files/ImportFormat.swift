/// How an imported file is written.
public enum ImportFormat: String, Hashable, Sendable, CaseIterable {
    /// RouterOS's own log: what `/log print` shows, a log on disk, or an export of one.
    case routeros
    /// A file of a syslog server, or messages as routers send them.
    case syslog
    /// A header row with names of columns, then a row for each login.
    case csv
    /// A JSON object on each line.
    case jsonl
}
