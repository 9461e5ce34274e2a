public import GatewayDomain

/// A device as programs read it.
public struct DeviceView {
    /// The device.
    public let device: Device

    /// Shows a device.
    ///
    /// - Parameter device: the device.
    public init(device: Device) {
        self.device = device
    }

    /// One JSON object, without the password.
    public var json: JSON {
        [
            "id": .id(device.id),
            "site_id": .id(device.site),
            "host": .string(device.host),
            "port": .integer(Int64(device.port)),
            "user": .string(device.user),
            "trust": .string(device.trust.text),
            "insecure": .boolean(device.trust == .anonymous),
            "allow_unsupported": .boolean(device.allowsUnsupported),
            "syslog_source": .string(device.syslogSource?.description),
            "created_at": .time(device.createdAt),
        ]
    }
}
