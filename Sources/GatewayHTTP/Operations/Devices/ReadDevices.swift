import GatewayDomain
import GatewayStore

/// Shows devices and how they are doing.
enum ReadDevices {
    @Sendable static func list(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let statuses = try await request.store.deviceStatuses(at: site.id, now: request.now)
        return .json(.list(statuses, json))
    }

    @Sendable static func one(_ request: APIRequest) async throws -> APIResponse {
        .json(try await view(of: request.device(), in: request))
    }

    /// A device as it is now.
    static func view(of device: Device, in request: APIRequest) async throws -> JSON {
        let statuses = try await request.store.deviceStatuses(at: device.site, now: request.now)
        guard let status = statuses.first(where: { $0.device.id == device.id }) else {
            // Somebody removed it this very moment.
            throw StoreError.notFound(kind: .device, reference: device.id.rawValue)
        }
        return json(status)
    }

    /// The states that a device went through.
    @Sendable static func states(_ request: APIRequest) async throws -> APIResponse {
        let states = try await request.store.states(of: try await request.device().id)
        return .json(
            .list(states) { change in
                ["state": .string(change.state.rawValue), "at": .time(change.at), "why": .string(change.why)]
            }
        )
    }

    /// A device with how it is doing.
    static func json(_ status: DeviceStatus) -> JSON {
        DeviceView(device: status.device).json.with(["status": DeviceStatusView(status: status).statusJSON])
    }
}
