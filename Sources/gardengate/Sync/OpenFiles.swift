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

    /// How many connections to routers there may be, so that everything else still gets its files.
    ///
    /// - Parameters:
    ///   - wanted: how many are asked for.
    ///   - allowed: how many files there may be.
    /// - Returns: as many as there is room for, and at least one.
    static func connections(wanted: Int, allowed: Int) -> Int {
        max(1, min(wanted, allowed >= 2 * reserve ? allowed - reserve : allowed / 2))
    }

    /// What to tell when there are not enough.
    ///
    /// - Parameters:
    ///   - allowed: how many there may be.
    ///   - connections: how many connections to routers there would be.
    /// - Returns: one line that says what is done about it and names the remedy; nil when there are enough.
    static func shortage(allowed: Int, connections: Int) -> String? {
        let bound = self.connections(wanted: connections, allowed: allowed)
        guard bound < connections else { return nil }
        return """
            \(allowed) open files are allowed and \(connections + reserve) would be needed for \(connections) routers: no more than \
            \(bound) connections are kept open, and the other routers take turns, with a login for each look; raise the limit \
            (LimitNOFILE= in the unit of systemd, ulimit -Hn in a shell)
            """
    }
}
