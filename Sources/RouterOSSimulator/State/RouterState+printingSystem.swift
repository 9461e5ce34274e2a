/// Rows of the `/system` menus and of connections.
extension RouterState {
    func printedResource(now: Duration) -> PrintedRow {
        let writes = Int64(self.configurationWrites)
        var row = PrintedRow()
        row.append("uptime", DurationText.writeSeconds(now - self.bootedAt))
        row.append("version", WordBytes("\(self.version) (stable)"))
        row.append("build-time", self.features.hasISODates ? "2026-02-07 09:59:26" : "Feb/07/2024 09:59:26")
        row.append("factory-software", WordBytes("\(self.version)"))
        row.append("free-memory", WordBytes(self.traits.totalMemoryBytes / 4 * 3))
        row.append("total-memory", WordBytes(self.traits.totalMemoryBytes))
        row.append("cpu", "ARM64")
        row.append("cpu-count", "4")
        row.append("cpu-frequency", "864")
        row.append("cpu-load", "0")
        row.append("free-hdd-space", WordBytes(self.freeFlashBytes))
        row.append("total-hdd-space", WordBytes(self.traits.totalFlashBytes))
        // ASSUMED: eight sectors for each change of the configuration.
        row.append("write-sect-since-reboot", WordBytes((writes - Int64(self.writesAtBoot)) * 8))
        row.append("write-sect-total", WordBytes(writes * 8))
        row.append("bad-blocks", "0")
        row.append("architecture-name", "arm64")
        row.append("board-name", WordBytes(self.traits.boardName))
        // Whoever asks is told that this is none: the one answer that differs on purpose.
        row.append("platform", "MikroTik, simulated by gardengate")
        return row
    }

    func printedClock(now: Duration) -> PrintedRow {
        let time = CivilTime(epochSeconds: self.localSeconds(at: now))
        let row = self.tables["/system/clock"]?.allRows().first
        var printed = PrintedRow()
        printed.append("time", WordBytes(time.timeOfDay))
        printed.append("date", WordBytes(time.date(isISO: self.features.hasISODates)))
        printed.append("time-zone-autodetect", row?.bytes("time-zone-autodetect") ?? "true")
        printed.append("time-zone-name", row?.bytes("time-zone-name") ?? "UTC")
        printed.append("gmt-offset", WordBytes(Self.offsetText(self.traits.timeZoneOffsetSeconds)))
        printed.append("dst-active", "false")
        return printed
    }

    private static func offsetText(_ seconds: Int64) -> String {
        let minutes = abs(seconds) / 60
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
        return "\(seconds < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// Modes and features: manual, device-mode page.
    ///
    /// A router older than 7.17 kept `enterprise`.
    func printedDeviceMode() -> PrintedRow {
        let hasModes = self.features.hasFactoryDeviceMode
        var printed = PrintedRow()
        printed.append("mode", WordBytes(hasModes ? self.deviceMode.name.rawValue : "enterprise"))
        if hasModes { printed.append("allowed-versions", "7.13+,6.49.8+") }
        let own: Set<String> = ["mode", "allowed-versions", "flagged", "flagging-enabled", "attempt-count"]
        printed.append("flagged", "false")
        printed.append("flagging-enabled", "true")
        for property in Menu.systemDeviceMode.properties(knownTo: self.version) where !own.contains(property.name) {
            printed.append(property.name, self.deviceMode.allows(property.name) ? "true" : "false")
        }
        if hasModes { printed.append("attempt-count", WordBytes(self.deviceModeAttempts)) }
        return printed
    }

    /// From 7.19 each open connection is a dynamic row under its service's name (measured for www-ssl on 7.23.7).
    func printedConnections() -> [PrintedRow] {
        guard self.features.listsConnectionsAsServices else { return [] }
        return self.apiSessions.sorted { $0.key < $1.key }.map { id, session in
            var row = PrintedRow()
            row.append(".id", id.word)
            row.append("name", WordBytes(session.service))
            row.append("dynamic", "true")
            row.append("connection", "true")
            row.append("local", WordBytes(session.local))
            row.append("remote", WordBytes(session.remote))
            return row
        }
    }
}
