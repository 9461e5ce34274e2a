import Foundation
import GatewayDomain

/// Reads the rows of CSV files and the objects of JSON lines, which both are values by name.
struct RecordReader {
    private var columns: ImportColumns?
    private var text: TextLogReader
    private var clock: LogClock

    init(_ options: ImportOptions, now: Timestamp) throws(PortalValueError) {
        text = try TextLogReader(.routeros, options, now: now)
        clock = try LogClock(timeZone: options.timeZone, reference: options.writtenBy ?? now, year: options.year)
    }

    /// Reads a row of CSV; the first one that is not blank names the columns.
    mutating func row(_ line: ArraySlice<UInt8>, _ times: ImportTimes) -> ImportedLine.Content {
        let line = LogText.trimmed(line)
        guard !line.isEmpty else { return .passedOver }
        guard let columns else {
            columns = ImportColumns(header: line)
            return columns == nil ? .unreadable("it does not name the columns") : .passedOver
        }
        guard let row = CSVRow.values(of: line, separator: columns.separator) else {
            return .unreadable("its quotes do not match")
        }
        guard row.count == columns.fields.count else {
            return .unreadable("it has \(row.count) values instead of \(columns.fields.count)")
        }
        return content(columns.values(of: row), times)
    }

    /// Reads a JSON object.
    mutating func object(_ line: ArraySlice<UInt8>, _ times: ImportTimes) -> ImportedLine.Content {
        let line = LogText.trimmed(line)
        guard !line.isEmpty else { return .passedOver }
        // Whatever is wrong with it, it is no JSON.
        guard let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] else {
            return .unreadable("it is no JSON object")
        }
        var values: [ImportColumns.Field: String] = [:]
        // In the order of their names, so that of two that mean the same it is always the same one.
        for (name, value) in object.sorted(by: { $0.key < $1.key }) {
            guard let field = ImportColumns.field(named: name), values[field] == nil else { continue }
            if let value = value as? String {
                values[field] = LogText.decode(Array(value.utf8)[...])
            } else if let number = value as? NSNumber {
                values[field] = number.stringValue
            }
        }
        return content(values, times)
    }

    private mutating func content(
        _ values: [ImportColumns.Field: String],
        _ times: ImportTimes
    ) -> ImportedLine.Content {
        func value(_ field: ImportColumns.Field) -> String? {
            values[field].flatMap { $0.isEmpty ? nil : $0 }
        }
        var when = value(.time) ?? ""
        if let message = value(.message), value(.user) == nil {
            // Those of other topics are not looked at; a hotspot's line tells itself.
            return text.read(Array("\(when) \(value(.topics) ?? "hotspot,info") \(message)".utf8)[...], times)
        }
        let event: RedemptionReport.Event
        switch value(.event).map({ $0.lowercased() }) {
        case nil, "login", "logged in", "coupon.redeemed": event = .login
        case "logout", "logged out":
            event = .logout
            when = value(.endedAt) ?? when
        default: return .passedOver
        }
        guard let user = value(.user) else { return .unreadable("it names nobody") }
        guard let time = time(when) else {
            return .unreadable(when.isEmpty ? "it has no time" : "its time cannot be read")
        }
        var login = ImportedLogin(users: [user], event: event, timeText: when)
        login.at = times.canBe(time) ? time : nil
        login.site = value(.site)
        login.device = value(.device)
        login.macAddress = value(.macAddress).flatMap(Self.macAddress)
        login.address = value(.address)
        login.endCause = value(.cause)
        login.uptimeSeconds = value(.uptime).flatMap { RouterOSText.seconds($0) }
        login.bytesIn = value(.bytesIn).flatMap { Int64($0) }.flatMap { $0 < 0 ? nil : $0 }
        login.bytesOut = value(.bytesOut).flatMap { Int64($0) }.flatMap { $0 < 0 ? nil : $0 }
        return .login(login)
    }

    /// A time as programs write it, as RouterOS writes it, or in seconds or milliseconds since 1970.
    private mutating func time(_ text: String) -> Timestamp? {
        if let time = Timestamp(rfc3339: text) { return time }
        if let stamp = LogTimestamp(text) { return clock.time(of: stamp) }
        guard let number = Int64(text), number > 0, number < 100_000_000_000_000 else { return nil }
        return number < 100_000_000_000 ? Timestamp(seconds: number) : Timestamp(milliseconds: number)
    }

    /// Upper case with colons, or nil when it is no MAC address.
    private static func macAddress(_ text: String) -> String? {
        let digits = text.uppercased().filter { !":-.".contains($0) }
        guard digits.utf8.count == 12, digits.allSatisfy(\.isHexDigit) else { return nil }
        return stride(from: 0, to: 12, by: 2).map { offset in
            String(digits.dropFirst(offset).prefix(2))
        }.joined(separator: ":")
    }
}
