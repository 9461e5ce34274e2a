import NIOCore
import NIOHTTP1

/// Takes a browser's requests apart and sends the pages back, one connection for each.
///
/// Who asks is told by the address that the connection comes from (on Linux all of 127.0.0.0/8 is this machine), or by the field
/// `Simulated-Guest: 10.5.50.20 AA:BB:CC:00:00:01`, the MAC address being optional: this stands in for the guests' network.
final class PortalConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// A form is a name and a password.
    private static let bodyBytesMaximum = 65_536

    private let device: RouterDevice
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(device: RouterDevice) {
        self.device = device
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch self.unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            self.body.clear()
        case .body(var part):
            guard self.body.readableBytes + part.readableBytes <= Self.bodyBytesMaximum else {
                context.close(promise: nil)
                return
            }
            self.body.writeBuffer(&part)
        case .end:
            guard let head else { return }
            self.head = nil
            self.answer(head, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard self.device.isOn, let request = self.request(head, context) else {
            context.close(promise: nil)
            return
        }
        let response = self.device.serve(request)
        let parts = response.status.split(separator: " ", maxSplits: 1)
        let status = HTTPResponseStatus(
            statusCode: parts.first.flatMap { Int($0) } ?? 500,
            reasonPhrase: parts.count > 1 ? String(parts[1]) : ""
        )
        var headers = HTTPHeaders(response.headers.map { ($0.name, $0.value) })
        headers.replaceOrAdd(name: "Content-Length", value: String(response.body.count))
        headers.replaceOrAdd(name: "Connection", value: "close")
        let version = HTTPVersion(major: head.version.major, minor: head.version.minor)
        context.write(
            self.wrapOutboundOut(.head(.init(version: version, status: status, headers: headers))),
            promise: nil
        )
        if head.method != .HEAD {
            context.write(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
        }
        let channel = context.channel
        context.writeAndFlush(self.wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }

    private func request(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) -> HotspotRequest? {
        var target = Substring(head.uri)
        var host = head.headers.first(name: "host") ?? ""
        if let scheme = ["http://", "https://"].first(where: { target.hasPrefix($0) }) {
            // A browser that takes the hotspot for a proxy.
            target = target.dropFirst(scheme.count)
            host = String(target.prefix { $0 != "/" })
            target = target.dropFirst(host.count)
        }
        let guest = head.headers.first(name: "simulated-guest")?.split(separator: " ").map(String.init) ?? []
        guard let source = (guest.first ?? context.remoteAddress?.ipAddress).flatMap({ IPv4($0) }),
            let address = context.localAddress?.ipAddress, let port = context.localAddress?.port
        else { return nil }
        let path = target.prefix { $0 != "?" }
        var fields = FormText.fields(target.dropFirst(path.count + 1))
        let form = FormText.fields(Substring(String(buffer: self.body)))
        fields.merge(form) { _, new in new }
        var headers = Dictionary(
            head.headers.map { ($0.name.lowercased(), $0.value) },
            uniquingKeysWith: { $0 + ", " + $1 }
        )
        headers["host"] = host
        return HotspotRequest(
            path: path.isEmpty ? "/" : String(path),
            fields: fields,
            headers: headers,
            target: target.isEmpty ? "/" : String(target),
            address: source,
            mac: guest.dropFirst().first.flatMap { HardwareAddress($0) } ?? self.device.mac(of: source),
            authority: "\(address):\(port)"
        )
    }
}

extension RouterDevice {
    /// Answers a browser, and tells listeners what came of it.
    func serve(_ request: HotspotRequest) -> HotspotResponse {
        let response = self.state.serve(request, now: self.now, using: &self.generator)
        self.publish()
        self.flushAll()
        return response
    }

    /// The MAC address of a guest's device: as it was seen, else one made from its address.
    func mac(of address: IPv4) -> HardwareAddress {
        self.state.hotspot.hosts.last { $0.address == address }?.mac
            ?? HardwareAddress(number: 0x0200_0000_0000 | UInt64(address.number))
    }
}
