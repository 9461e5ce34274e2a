import GatewayDomain
import Synchronization

/// The links to all devices of this process.
final class DevicePool: Sendable {
    private let links = Mutex<[Device.ID: DeviceLink]>([:])
    private let make: @Sendable () -> DeviceLink

    /// Makes an empty pool.
    ///
    /// - Parameter make: makes a link that is not connected.
    init(make: @escaping @Sendable () -> DeviceLink) {
        self.make = make
    }

    /// The link to a device, which need not be connected.
    func link(to device: Device.ID) -> DeviceLink {
        links.withLock { links in
            if let link = links[device] { return link }
            let link = make()
            links[device] = link
            return link
        }
    }

    /// The devices to which there are links.
    var devices: Set<Device.ID> { Set(links.withLock(\.keys)) }

    /// Closes the links to these devices.
    func closeLinks(to devices: Set<Device.ID>) async {
        let closing = links.withLock { links in devices.compactMap { links.removeValue(forKey: $0) } }
        for link in closing { await link.close() }
    }

    /// Closes every link that nobody has used since `time`.
    func closeLinks(unusedSince time: Timestamp) async {
        for (device, link) in links.withLock({ $0 }) {
            guard let used = await link.lastUsedAt, used < time else { continue }
            links.withLock { links in
                if links[device] === link { links[device] = nil }
            }
            await link.close()
        }
    }

    /// Closes every link.
    func closeAll() async {
        let all = links.withLock { links in
            defer { links = [:] }
            return links
        }
        await withDiscardingTaskGroup { group in
            for link in all.values {
                group.addTask { await link.close() }
            }
        }
    }
}
