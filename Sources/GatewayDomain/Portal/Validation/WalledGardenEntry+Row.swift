extension WalledGardenEntry.Target {
    /// Reads what somebody gave: an IPv4 address, a network in CIDR form, a host name, a pattern or a regular expression.
    ///
    /// - Parameter text: for example `203.0.113.7`, `203.0.113.0/24`, `www.example.com`, `*.example.com`.
    /// - Throws: ``PortalValueError`` about `host`.
    public init(text: String) throws(PortalValueError) {
        if let subnet = Subnet(text) {
            self = .network(subnet)
        } else {
            try HostRule.check(text)
            self = .host(HostRule.isPattern(text) ? text : text.lowercased())
        }
    }
}

extension WalledGardenEntry {
    /// The methods that a walled garden tells apart (RouterOS 7.22.3, `/console/inspect`, published by tikoci/restraml).
    public static let methods = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT", "TRACE"]

    /// The row of a router that serves this entry.
    ///
    /// An address, a network or a plain host goes to `walled-garden/ip`, the only list that lets HTTPS through since RouterOS
    /// 7.5; a pattern, a path or a method needs `walled-garden`, which sees HTTP only.
    ///
    /// - Returns: the row with its list and properties.
    /// - Throws: the first field that is wrong.
    public func row() throws(PortalValueError) -> DesiredGardenRow {
        try TextRule.check(name, .name)
        try checkPort()
        let list = try self.list()
        var properties: [String: String] = [:]
        switch target {
        case .network(let subnet):
            properties["dst-address"] = subnet.routerText
        case .host(let host):
            try HostRule.check(host)
            properties["dst-host"] = host
        }
        properties["dst-port"] = port
        switch list {
        case .address:
            properties["action"] = action == .allow ? "accept" : "reject"
            properties["protocol"] = transport
        case .request:
            properties["action"] = action == .allow ? "allow" : "deny"
            properties["method"] = method
            properties["path"] = path
        }
        return DesiredGardenRow(entry: id, name: name, list: list, properties: properties)
    }

    /// Checks what somebody gave.
    ///
    /// - Throws: the first field that is wrong.
    public func validate() throws(PortalValueError) {
        _ = try row()
    }

    private func list() throws(PortalValueError) -> GardenList {
        if let method, !Self.methods.contains(method) {
            throw .unreadable(.method, value: method, expected: "one of \(Self.methods.joined(separator: ", "))")
        }
        if let path {
            try TextRule.check(path, .path, bytesMaximum: 1024)
            guard path.hasPrefix("/") || path.hasPrefix("*") || path.hasPrefix(":") else {
                throw .unreadable(.path, value: path, expected: "a path that begins with /, or a pattern of one")
            }
        }
        let looksIntoRequests = path != nil || method != nil
        guard case .host(let host) = target else {
            if looksIntoRequests {
                throw .combination(
                    path == nil ? .method : .path,
                    problem: "an address has no requests to look into",
                    remedy: "give a host name instead of the address, or leave path and method out"
                )
            }
            return .address
        }
        guard looksIntoRequests || HostRule.isPattern(host) else { return .address }
        if let transport, transport != "tcp" {
            throw .combination(
                .transport,
                problem: "patterns, paths and methods match HTTP, which runs over tcp only",
                remedy: "leave protocol out, or name a plain host"
            )
        }
        return .request
    }

    private func checkPort() throws(PortalValueError) {
        if let transport {
            let isName =
                !transport.isEmpty && transport.utf8.count <= 16
                && transport.utf8.allSatisfy {
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                        || $0 == UInt8(ascii: "-")
                }
            guard isName else {
                throw .unreadable(.transport, value: transport, expected: "tcp, udp or another IP protocol")
            }
        }
        guard let port else { return }
        guard PortRule.isRange(port) else {
            throw .unreadable(.port, value: port, expected: "a port from 1 to 65535 or a range like 8000-8100")
        }
        guard let transport else {
            throw .combination(.port, problem: "a port needs a protocol", remedy: "give tcp or udp")
        }
        guard transport == "tcp" || transport == "udp" else {
            throw .combination(
                .port,
                problem: "\(transport) has no ports",
                remedy: "give tcp or udp, or leave the port out"
            )
        }
    }
}

/// What ports of a walled-garden entry may look like.
private enum PortRule {
    static func isRange(_ text: String) -> Bool {
        let bounds = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = bounds.compactMap { bound in
            bound.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? UInt16(bound) : nil
        }
        guard numbers.count == bounds.count, (1...2).contains(numbers.count), let first = numbers.first,
            let last = numbers.last
        else { return false }
        return first > 0 && first <= last
    }
}
