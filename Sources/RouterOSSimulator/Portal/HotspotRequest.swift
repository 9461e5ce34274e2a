/// What a guest's browser asks for.
struct HotspotRequest: Sendable {
    /// The path without the query, beginning with a slash.
    var path: String
    /// Fields of the query and of a form.
    var fields: [String: String] = [:]
    /// The fields of the head, by lower-case name.
    var headers: [String: String] = [:]
    /// The whole URL behind the host, for a page elsewhere.
    var target: String
    /// Who asks.
    var address: IPv4
    var mac: HardwareAddress
    /// Where the hotspot's pages are reached on this machine, besides its own address and name.
    var authority: String

    var host: String { self.headers["host"] ?? self.authority }

    /// The value of a cookie.
    func cookie(_ name: String) -> String? {
        for part in (self.headers["cookie"] ?? "").split(separator: ";") {
            let text = part.drop { $0 == " " }
            if text.hasPrefix(name + "=") { return String(text.dropFirst(name.count + 1)) }
        }
        return nil
    }
}

/// What the guest's browser gets.
struct HotspotResponse: Sendable {
    /// For example `200 OK`.
    var status = "200 OK"
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    mutating func set(_ name: String, _ value: String) {
        self.headers.removeAll { $0.name == name }
        self.headers.append((name, value))
    }
}
