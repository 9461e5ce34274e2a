/// Rows of the menus that the router writes itself.
extension RouterState {
    /// ASSUMED: which fields are there; assembled from the field lists of the manual, no capture of this menu was
    /// found.
    func printed(_ session: ActiveSession, now: Duration) -> PrintedRow {
        let usage = session.usage(at: now)
        var row = PrintedRow()
        row.append(".id", session.id.word)
        row.append("server", self.serverName(session.server))
        row.append("user", session.user)
        row.append("address", WordBytes(session.address.text))
        row.append("mac-address", WordBytes(session.mac.text))
        row.append("login-by", WordBytes(session.method.rawValue))
        row.append("uptime", DurationText.writeSeconds(usage.uptime))
        row.append("session-time-left", session.timeLeft(at: now).map(DurationText.writeSeconds))
        row.append("idle-time", DurationText.writeSeconds(session.silentSince.map { now - $0 } ?? .zero))
        row.append("idle-timeout", session.idleTimeout.map(DurationText.write))
        row.append("keepalive-timeout", session.keepaliveTimeout.map(DurationText.write))
        row.append("bytes-in", WordBytes(usage.bytesIn))
        row.append("bytes-out", WordBytes(usage.bytesOut))
        row.append("packets-in", WordBytes(usage.packetsIn))
        row.append("packets-out", WordBytes(usage.packetsOut))
        // What is left for this session (v2.9 manual).
        row.append("limit-bytes-in", session.bytesInLeftAtLogin.map { WordBytes(max(0, $0 - usage.bytesIn)) })
        row.append("limit-bytes-out", session.bytesOutLeftAtLogin.map { WordBytes(max(0, $0 - usage.bytesOut)) })
        row.append(
            "limit-bytes-total",
            session.bytesTotalLeftAtLogin.map { WordBytes(max(0, $0 - usage.bytesIn - usage.bytesOut)) }
        )
        row.append("radius", "false")
        row.append("comment", session.comment)
        return row
    }

    func printed(_ host: HotspotHost, now: Duration) -> PrintedRow {
        let session = self.hotspot.sessions.first { $0.address == host.address }
        let usage = session?.usage(at: now) ?? UsageCounters()
        var row = PrintedRow()
        row.append(".id", host.id.word)
        row.append("mac-address", WordBytes(host.mac.text))
        row.append("address", WordBytes(host.address.text))
        row.append("to-address", WordBytes(host.address.text))
        row.append("server", self.serverName(host.server))
        row.append("uptime", DurationText.writeSeconds(now - host.seenAt))
        row.append("idle-time", DurationText.writeSeconds(host.silentSince.map { now - $0 } ?? .zero))
        row.append("idle-timeout", "5m")
        row.append("host-dead-time", "0s")
        row.append("bytes-in", WordBytes(usage.bytesIn))
        row.append("bytes-out", WordBytes(usage.bytesOut))
        row.append("packets-in", WordBytes(usage.packetsIn))
        row.append("packets-out", WordBytes(usage.packetsOut))
        row.append("found-by", WordBytes("UDP :49762 -> 10.5.50.1:53"))
        row.append("DHCP", "true")
        row.append("authorized", session == nil ? "false" : "true")
        row.append("bypassed", "false")
        row.append("comment", host.comment)
        return row
    }

    func printed(_ cookie: HotspotCookie, now: Duration) -> PrintedRow {
        var row = PrintedRow()
        row.append(".id", cookie.id.word)
        row.append("user", cookie.user)
        // ASSUMED: without a domain the field is there and empty.
        row.append("domain", "")
        row.append("mac-address", WordBytes(cookie.mac.text))
        row.append("expires-in", DurationText.writeSeconds(max(.zero, cookie.expiresAt - now)))
        row.append("mac-cookie", cookie.isMACCookie ? "true" : "false")
        return row
    }

    func printed(_ line: RouterLog.Line, today: CivilTime) -> PrintedRow {
        var row = PrintedRow()
        row.append(".id", line.id.word)
        let time = CivilTime(epochSeconds: line.localSeconds)
        row.append("time", WordBytes(time.logTime(isISO: self.features.hasISODates, today: today)))
        row.append("topics", WordBytes(line.topics))
        row.append("message", line.message)
        return row
    }

    private func serverName(_ server: RowReference?) -> WordBytes? {
        guard let server else { return nil }
        guard let row = self.tables["/ip/hotspot"]?[server.id], row.serial == server.serial else {
            return server.id.word
        }
        return row.bytes("name")
    }
}
