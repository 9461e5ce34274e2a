import GatewayDomain
import GatewayHTTP

/// A device as programs read it.
struct DeviceView {
    /// The device.
    let device: Device

    /// One JSON object, without the password.
    var json: JSON {
        [
            "id": .id(device.id),
            "site_id": .id(device.site),
            "host": .string(device.host),
            "port": .integer(Int64(device.port)),
            "user": .string(device.user),
            "trust": .string(device.trust.text),
            "insecure": .boolean(device.trust == .anonymous),
            "allow_unsupported": .boolean(device.allowsUnsupported),
            "created_at": .time(device.createdAt),
        ]
    }

    /// How it is recognised, in a few words.
    var trustText: String {
        switch device.trust {
        case .pinned(let fingerprint): "pin:\(fingerprint.prefix(12))…"
        case .authority(let file): "ca:\(file)"
        case .anonymous: "INSECURE (anonymous)"
        }
    }
}
