import GatewayDomain
import GatewayStore

/// Adds, changes and removes devices.
enum WriteDevices {
    private static let known: Set<String> = [
        "host", "port", "user", "password", "trust", "allow_unsupported", "syslog_source",
    ]
    private static let portDefault: Int64 = 8729
    private static let portBounds: ClosedRange<Int64> = 1...65_535

    @Sendable static func add(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let fields = try request.fields(known: known)
        guard let trust = try trust(fields) else { throw APIError.missing("trust") }
        var device = Device(
            id: request.store.newID(),
            site: site.id,
            host: try fields.string("host"),
            port: Int(try fields.optionalInteger("port", in: portBounds) ?? portDefault),
            user: try fields.string("user"),
            trust: trust,
            createdAt: request.now
        )
        device.allowsUnsupported = try fields.optionalBoolean("allow_unsupported") ?? false
        device.syslogSource = try syslogSource(fields)
        try await request.store.addDevice(device, password: try fields.password("password"))
        return .created(
            try await ReadDevices.view(of: device, in: request),
            at: request.services.publicURL + DeviceOperations.path(of: device)
        )
    }

    /// Whoever says where a device is, or how it is recognised, has to give the password again.
    ///
    /// Otherwise who may change a device could have the kept password sent to a host of their own, though it is never told.
    @Sendable static func update(_ request: APIRequest) async throws -> APIResponse {
        let known = try await request.device()
        let fields = try request.fields(known: Self.known)
        try fields.refuseNull("password")
        let password = try fields.optionalPassword("password")
        if password == nil, let name = ["host", "port", "trust"].first(where: fields.has) {
            throw APIError(.parameterMissing, "The 'password' parameter is required together with '\(name)'.")
        }
        let host = try fields.optionalString("host")
        let port = try fields.optionalInteger("port", in: portBounds)
        let user = try fields.optionalString("user")
        let trust = try trust(fields)
        let allows = try fields.optionalBoolean("allow_unsupported")
        let (setsSource, source) = (fields.has("syslog_source"), try syslogSource(fields))
        let device = try await request.store.updateDevice(
            known.id,
            at: known.site,
            password: password,
            now: request.now
        ) { device in
            if let host { device.host = host }
            if let port { device.port = Int(port) }
            if let user { device.user = user }
            if let trust { device.trust = trust }
            if let allows { device.allowsUnsupported = allows }
            if setsSource { device.syslogSource = source }
        }
        return .json(try await ReadDevices.view(of: device, in: request))
    }

    @Sendable static func remove(_ request: APIRequest) async throws -> APIResponse {
        try await request.store.removeDevice(try await request.device().id)
        return .noContent
    }

    /// From where the router's syslog lines come; null is the address of its host.
    private static func syslogSource(_ fields: JSONFields) throws(APIError) -> IPAddress? {
        guard let text = try fields.optionalString("syslog_source") else { return nil }
        guard let address = IPAddress(text) else {
            throw .invalid("syslog_source", "must be an address, as 192.0.2.1 or 2001:db8::1")
        }
        return address
    }

    /// How the router is recognised.
    ///
    /// A file with an authority is a path on the gateway's machine, and not for those who call it.
    private static func trust(_ fields: JSONFields) throws(APIError) -> DeviceTrust? {
        guard let text = try fields.optionalString("trust") else { return nil }
        switch DeviceTrust(text: text) {
        case .some(.pinned(let fingerprint)): return .pinned(fingerprint)
        case .some(.anonymous): return .anonymous
        case .some(.authority), nil:
            throw .invalid(
                "trust",
                "must be pin: and the SHA-256 fingerprint of the router's certificate, or anonymous"
            )
        }
    }
}
