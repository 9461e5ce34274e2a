import ArgumentParser
import Foundation
import GatewayDomain

/// `pin:HEX`, `ca:FILE` or `anonymous`.
struct TrustArgument: ExpressibleByArgument, Hashable {
    static let help = ArgumentHelp(
        "How the router is recognised: by its certificate's SHA-256, by an authority's PEM file, or not at all (insecure).",
        valueName: "pin:HEX|ca:FILE|anonymous"
    )

    let trust: DeviceTrust

    init?(argument: String) {
        guard let trust = DeviceTrust(text: argument) else { return nil }
        self.trust = trust
    }

    /// The trust, with a file that exists and does not depend on the current folder.
    func checked() throws -> DeviceTrust {
        guard case .authority(let file) = trust else { return trust }
        let path = file.hasPrefix("/") ? file : FileManager.default.currentDirectoryPath + "/" + file
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw CommandFailure("the authority's file \(path) cannot be read: check the path after ca:")
        }
        return .authority(file: path)
    }

    /// Says of each device that is not recognised at all that it is not secure.
    static func warn(about devices: [Device]) {
        for device in devices where device.trust == .anonymous {
            warnOfInsecureLink(device.host, device.port)
        }
    }

    /// Says of a link on which nobody is recognised that it is not secure.
    static func warnOfInsecureLink(_ host: String, _ port: Int) {
        Streams.error(
            """
            warning: the link to \(HostPort.text(host, port)) is insecure: whoever sits in between can read \
            and change everything, the password too; give the router a certificate and pin it with device trust
            """
        )
    }
}
