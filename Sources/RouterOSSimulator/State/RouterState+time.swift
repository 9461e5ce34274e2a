/// `/system/ntp/client`.
extension RouterState {
    /// Whether a time server is asked at all; before version 7 there is no such menu here, and one is.
    private var asksTimeServer: Bool {
        guard let row = self.tables[Menu.ntpClient.path]?.allRows().first else { return true }
        return row.bytes("enabled") == "true" && !(row.bytes("servers") ?? "").isEmpty
    }

    /// A time server will answer after its delay, if one is asked.
    mutating func askTimeServer(now: Duration) {
        self.timeServerAnswersAt = self.asksTimeServer ? self.timeServerDelay.map { now + $0 } : nil
    }

    /// The client was changed.
    mutating func startTimeClient(now: Duration) {
        self.askTimeServer(now: now)
    }

    /// The list of servers, after the client was given some.
    mutating func listTimeServers() {
        let path = Menu.ntpServers.path
        let ids = self.tables[path]?.allRows().map(\.id) ?? []
        self.tables[path]?.remove(ids)
        let named = self.tables[Menu.ntpClient.path]?.allRows().first?.bytes("servers") ?? ""
        for address in named.commaSeparated() where !address.isEmpty { self.put(path, ["address": address]) }
    }

    /// The servers of the client, after the list was changed.
    mutating func nameTimeServers() {
        let rows = self.tables[Menu.ntpServers.path]?.allRows() ?? []
        let names = rows.filter { !$0.isDisabled }.compactMap { $0.bytes("address")?.text }
        guard var client = self.tables[Menu.ntpClient.path]?.allRows().first else { return }
        client.values["servers"] = .bytes(WordBytes(names.joined(separator: ",")))
        self.tables[Menu.ntpClient.path]?.update(client)
    }

    /// Values of `status`: manual, NTP page.
    func printedTimeClient(now: Duration) -> PrintedRow {
        guard let row = self.tables[Menu.ntpClient.path]?.allRows().first else { return PrintedRow() }
        var printed = self.printed(row, of: .ntpClient, self.shownProperties(of: .ntpClient, showsSecrets: true))
        // ASSUMED: a clock that is right was set by the time server.
        let isRight = self.clockAtZero == self.rightClockAtZero
        let status = !self.asksTimeServer ? "stopped" : isRight ? "synchronized" : "waiting"
        printed.append("status", WordBytes(status))
        if status == "synchronized", let server = row.bytes("servers")?.commaSeparated().first {
            printed.append("synced-server", server)
            printed.append("synced-stratum", "2")
        }
        return printed
    }
}
