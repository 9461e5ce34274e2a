import ArgumentParser
import GatewayDomain

/// From where a device's syslog lines come: an address, or `host` for wherever the device's host is.
struct SyslogSourceArgument: Hashable {
    /// The address; nil for that of the device's host.
    let address: IPAddress?

    init(_ text: String) throws {
        guard text != "host" else {
            address = nil
            return
        }
        guard let address = IPAddress(text) else {
            throw ValidationError("\"\(text)\" is no address, as 192.0.2.1 or 2001:db8::1; host is the host's own")
        }
        self.address = address
    }
}
