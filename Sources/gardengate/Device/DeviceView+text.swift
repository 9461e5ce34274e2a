import GatewayDomain
import GatewayHTTP

extension DeviceView {
    /// How it is recognised, in a few words.
    var trustText: String {
        switch device.trust {
        case .pinned(let fingerprint): "pin:\(fingerprint.prefix(12))…"
        case .authority(let file): "ca:\(file)"
        case .anonymous: "INSECURE (anonymous)"
        }
    }
}
