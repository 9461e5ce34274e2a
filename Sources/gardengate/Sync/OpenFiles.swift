import Glibc

/// How many files and connections the system lets this process have open.
enum OpenFiles {
    /// What is open besides connections to routers: the database, its readers, HTTP, webhooks, syslog.
    static let reserve = 512

    private static var limits: rlimit {
        var limits = rlimit()
        // Fails for an address or a number that does not exist; then nothing is known, and nothing is told.
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else {
            return rlimit(rlim_cur: rlim_t.max, rlim_max: rlim_t.max)
        }
        return limits
    }

    /// Allows as many as this process may allow itself; the shell's usual 1,024 are far from what the system would give.
    ///
    /// - Returns: how many are allowed now.
    static func raise() -> Int {
        var wanted = limits
        wanted.rlim_cur = wanted.rlim_max
        // When it is refused, what there is has to do: it is compared with what is needed.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &wanted)
        return Int(clamping: limits.rlim_cur)
    }

    /// What to tell when there are not enough.
    ///
    /// - Parameters:
    ///   - allowed: how many there may be.
    ///   - connections: how many connections to routers there will be.
    /// - Returns: one line that names the remedy; nil when there are enough.
    static func shortage(allowed: Int, connections: Int) -> String? {
        let needed = connections + reserve
        guard allowed < needed else { return nil }
        return """
            \(allowed) open files are allowed and \(needed) may be needed for \(connections) routers: raise the limit \
            (LimitNOFILE= in the unit of systemd, ulimit -Hn in a shell), or some routers are not reached
            """
    }
}
