import Foundation
import Glibc

/// What the system says of this process; what it does not say is missing.
struct ProcessFigures: Sendable {
    /// Processor time that it used, in seconds.
    var processorSeconds: Double?
    /// Memory that it has in use, in bytes.
    var residentBytes: Int?
    /// Files and sockets that it has open.
    var openFileCount: Int?
    /// How many it may have.
    var openFileMaximum: Int?
    /// When it began, in seconds since 1970.
    var startedAtSeconds: Double?

    /// Asks the system.
    static func current() -> ProcessFigures {
        var figures = ProcessFigures()
        var usage = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            figures.processorSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime)
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            figures.openFileMaximum = Int(clamping: limit.rlim_cur)
        }
        // Without /proc there is nothing to tell of memory and files.
        figures.openFileCount = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count
        if let pages = fields(of: "/proc/self/statm").dropFirst().first.flatMap({ Int($0) }) {
            figures.residentBytes = pages * Int(sysconf(Int32(_SC_PAGESIZE)))
        }
        figures.startedAtSeconds = startedAtSeconds()
        return figures
    }

    /// The process began so many ticks after the machine did (proc(5), `stat`, field 22).
    private static func startedAtSeconds() -> Double? {
        // The name of the program may hold anything, also blanks: fields are counted behind its closing bracket.
        let status = text(of: "/proc/self/stat")
        let fields = status[(status.lastIndex(of: ")") ?? status.startIndex)...].split(separator: " ")
        let boot = text(of: "/proc/stat").split(separator: "\n").first { $0.hasPrefix("btime ") }
        guard fields.count > 20, let ticks = Double(fields[20]), let began = boot.flatMap({ Double($0.dropFirst(6)) })
        else { return nil }
        return began + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }

    private static func fields(of path: String) -> [Substring] {
        text(of: path).split { $0.isWhitespace }
    }

    private static func text(of path: String) -> String {
        // Without /proc there is nothing to tell.
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
