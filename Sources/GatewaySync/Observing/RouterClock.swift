import GatewayDomain
import RouterOSAPI

/// What a router believes the time to be (`/system/clock`).
struct RouterClock {
    /// What has to be asked for.
    static let command = Command("/system/clock/print").proplist(["date", "time", "gmt-offset", "time-zone-name"])

    /// Its time, as a point in time.
    let time: Timestamp
    /// How far its local time is ahead of UTC, in seconds.
    let offsetSeconds: Int64
    /// The zone that it names, or nil.
    let zoneName: String?

    /// Reads `date`, `time`, `gmt-offset` and `time-zone-name`.
    ///
    /// Since 7.10 the date is `2026-09-25`; the older form `sep/25/2026` is read too. Nil when date or time cannot be read.
    init?(row: Row) {
        guard let date = row.text("date"), let clock = row.text("time"),
            let days = Self.days(date), let seconds = Self.seconds(clock)
        else { return nil }
        offsetSeconds = row.text("gmt-offset").flatMap(Self.offset) ?? 0
        zoneName = row.text("time-zone-name").flatMap { $0.isEmpty || $0 == "manual" ? nil : $0 }
        time = Timestamp(seconds: days * 86_400 + seconds - offsetSeconds)
    }

    /// Reads the answer to ``command``; nil when it cannot be read.
    static func read(_ answer: Result<Response, RouterOSError>?) -> RouterClock? {
        guard case .success(let response)? = answer else { return nil }
        return response.rows.first.flatMap(RouterClock.init(row:))
    }

    /// The clock against ours.
    ///
    /// - Parameters:
    ///   - now: our time when it was read.
    ///   - bootedAt: when the router started, by our clock.
    /// - Returns: what the clock is worth.
    func against(_ now: Timestamp, bootedAt: Timestamp?) -> RouterTime {
        var clock = RouterTime(aheadSeconds: (time - now).components.seconds, readAt: now)
        clock.bootedAt = bootedAt
        clock.zoneName = zoneName
        clock.zoneOffsetSeconds = offsetSeconds
        return clock
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    private static func days(_ text: String) -> Int64? {
        let slashes = text.split(separator: "/")
        if slashes.count == 3, let month = months.firstIndex(of: slashes[0].lowercased()) {
            guard let day = Int64(slashes[1]), let year = Int64(slashes[2]) else { return nil }
            return days(year: year, month: Int64(month) + 1, day: day)
        }
        let parts = text.split(separator: "-").compactMap { Int64($0) }
        guard parts.count == 3 else { return nil }
        return days(year: parts[0], month: parts[1], day: parts[2])
    }

    /// Days since 1970.
    ///
    /// Source: Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func seconds(_ text: String) -> Int64? {
        let parts = text.split(separator: ":").compactMap { Int64($0) }
        guard parts.count == 3, (0...23).contains(parts[0]), (0...59).contains(parts[1]), (0...60).contains(parts[2])
        else { return nil }
        return parts[0] * 3600 + parts[1] * 60 + parts[2]
    }

    private static func offset(_ text: String) -> Int64? {
        let parts = text.drop { $0 == "+" || $0 == "-" }.split(separator: ":").compactMap { Int64($0) }
        guard parts.count == 2, (0...23).contains(parts[0]), (0...59).contains(parts[1]) else { return nil }
        return (parts[0] * 3600 + parts[1] * 60) * (text.hasPrefix("-") ? -1 : 1)
    }
}
