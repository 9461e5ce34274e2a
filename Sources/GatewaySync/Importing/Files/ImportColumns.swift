import Foundation
import GatewayDomain

/// What the columns of a CSV file and the members of JSON objects mean: the names that our own exports use, and others that are common.
struct ImportColumns {
    enum Field: Hashable {
        case user, time, endedAt, event, macAddress, address, cause, uptime, bytesIn, bytesOut, site, device, message,
            topics
    }

    private static let names: [String: Field] = [
        "code": .user, "coupon": .user, "coupon_code": .user, "user": .user, "user_name": .user, "username": .user,
        "name": .user, "login": .user, "redeemed_at": .time, "login_at": .time, "logged_in_at": .time, "time": .time,
        "timestamp": .time, "started_at": .time, "date": .time, "at": .time, "ended_at": .endedAt,
        "logout_at": .endedAt, "logged_out_at": .endedAt, "event": .event, "mac_address": .macAddress,
        "mac": .macAddress, "address": .address, "ip": .address, "ip_address": .address, "end_cause": .cause,
        "cause": .cause, "reason": .cause, "uptime_seconds": .uptime, "uptime": .uptime, "bytes_in": .bytesIn,
        "bytes_out": .bytesOut, "site": .site, "site_id": .site, "device": .device,
        "device_id": .device, "router": .device, "message": .message, "topics": .topics,
    ]

    /// What stands between the values of a row.
    let separator: UInt8
    /// What each column means; nil where that is nothing to us.
    let fields: [Field?]

    /// What a name means, in any case, with whatever separates its words.
    static func field(named name: String) -> Field? {
        names[name.lowercased().replacing(/[ .\-]+/, with: "_")]
    }

    /// Reads the row that names the columns; nil when it does not name at least who and when.
    init?(header: ArraySlice<UInt8>) {
        for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")] {
            guard let names = CSVRow.values(of: header, separator: separator), names.count > 1 else { continue }
            let fields = names.map { Self.field(named: $0) }
            guard fields.contains(.time), fields.contains(.user) || fields.contains(.message) else { continue }
            // A column that comes twice would leave open which one counts.
            let known = fields.compactMap { $0 }
            guard Set(known).count == known.count || fields.contains(.message) else { continue }
            self.separator = separator
            self.fields = fields
            return
        }
        return nil
    }

    /// The values of a row by what they mean; the first of those that mean the same.
    func values(of row: [String]) -> [Field: String] {
        var values: [Field: String] = [:]
        for case (let field?, let value) in zip(fields, row) where values[field] == nil { values[field] = value }
        return values
    }
}

/// One row of a CSV file (RFC 4180).
enum CSVRow {
    /// The values of a row; nil when a quote is not closed, or something follows a closed one.
    static func values(of line: ArraySlice<UInt8>, separator: UInt8) -> [String]? {
        let quote = UInt8(ascii: "\"")
        var values: [String] = []
        var rest = line
        while true {
            guard rest.first == quote else {
                let plain = rest.prefix { $0 != separator }
                values.append(LogText.decode(LogText.trimmed(plain)))
                rest = rest.dropFirst(plain.count)
                guard !rest.isEmpty else { return values }
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst()
            var value: [UInt8] = []
            while true {
                guard let end = rest.firstIndex(of: quote) else { return nil }
                value += rest[..<end]
                rest = rest[(end + 1)...]
                guard rest.first == quote else { break }
                value.append(quote)
                rest = rest.dropFirst()
            }
            values.append(LogText.decode(value[...]))
            guard let next = rest.first else { return values }
            guard next == separator else { return nil }
            rest = rest.dropFirst()
        }
    }
}
