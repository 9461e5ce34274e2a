import GatewayDomain
import GatewayStore
import HTTPTypes

/// What can be asked for about devices.
enum DeviceOperations {
    static let all = [
        Operation("listDevices", .get, list, .scope(.devicesRead), perform: ReadDevices.list),
        Operation("listAllDevices", .get, fleet, .scope(.devicesRead), perform: ListFleet.list),
        Operation("getFleet", .get, "/captive/fleet", .scope(.devicesRead), perform: ListFleet.summary),
        Operation("listDeviceStates", .get, one + "/states", .scope(.devicesRead), perform: ReadDevices.states),
        Operation("addDevice", .post, list, .scope(.devicesWrite), perform: WriteDevices.add),
        Operation("getDevice", .get, one, .scope(.devicesRead), perform: ReadDevices.one),
        Operation("updateDevice", .put, one, .scope(.devicesWrite), perform: WriteDevices.update),
        Operation("removeDevice", .delete, one, .scope(.devicesWrite), perform: WriteDevices.remove),
    ]

    /// Where a device is found.
    static func path(of device: Device) -> String { "/captive/sites/\(device.site)/devices/\(device.id)" }

    /// The devices of all sites.
    static let fleet = "/captive/devices"

    private static let list = "/captive/sites/{siteId}/devices"
    private static let one = "/captive/sites/{siteId}/devices/{deviceId}"
}

extension APIRequest {
    /// The device that the path names, of the site that it names.
    func device() async throws -> Device {
        let site = try await site()
        return try await store.device(id("deviceId", kind: "device", of: Device.self), at: site.id)
    }
}
