import GatewayDomain
import Logging
import RouterOSAPI

/// How the hotspot's lines of a router's own log are asked for and read.
///
/// Routers keep the last 1,000 lines in memory as they come from the factory (manual, log page), so there is a bound to what
/// is sent. A router that refuses costs nothing: what its log would tell is then known a little later, or not at all.
enum RouterLogReading {
    /// Logins and logouts; trials and failures, which some versions do not tell apart by topics.
    static let topics = ["hotspot,account,info,debug", "hotspot,info,debug"]

    /// What is wanted of a router's log.
    enum Wish: Hashable {
        /// Nothing: it is not read.
        case none
        /// Everything behind the line of this number; nil for everything.
        case behind(UInt64?)

        /// What has to be asked for.
        var commands: [Command] { self == .none ? [] : [RouterLogReading.command] }

        /// The lines of the router's log; none where it does not let us read them.
        ///
        /// - Parameters:
        ///   - answers: the answer to each of ``commands``, and to others behind them.
        ///   - logger: where a refusal is noted.
        /// - Returns: the lines that are wanted.
        func entries(_ answers: ArraySlice<Result<Response, RouterOSError>>, _ logger: Logger) -> [RouterLogEntry] {
            guard case .behind(let number) = self, let answer = answers.first else { return [] }
            switch answer {
            case .success(let response):
                return RouterLogReading.entries(response.rows, after: number)
            case .failure(let error):
                logger.debug("a router's log cannot be read", metadata: ["reason": "\(error)"])
                return []
            }
        }
    }

    static let command = Command("/log/print").proplist([".id", "time", "topics", "message"])
        .filtered(by: .any(topics.map { .equal("topics", $0) }))

    /// The lines that tell of guests, in the order in which they were written.
    ///
    /// - Parameters:
    ///   - rows: the answer.
    ///   - number: the number of the last line that is known already, or nil.
    /// - Returns: the lines behind that one.
    static func entries(_ rows: [Row], after number: UInt64?) -> [RouterLogEntry] {
        rows.compactMap(entry).filter { entry in number.map { entry.number > $0 } ?? true }
            .sorted { $0.number < $1.number }
    }

    private static func entry(_ row: Row) -> RouterLogEntry? {
        guard let id = row.id, let number = UInt64(id.dropFirst(), radix: 16),
            let time = row.text("time").flatMap({ LogTimestamp($0) }),
            let line = row.text("message").flatMap({ HotspotLogLine($0) })
        else { return nil }
        return RouterLogEntry(number: number, time: time, line: line)
    }
}
