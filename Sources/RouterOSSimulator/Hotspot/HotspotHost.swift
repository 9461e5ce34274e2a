/// A device seen on the hotspot's network: a row of `/ip/hotspot/host`.
struct HotspotHost: Sendable {
    let id: RowID
    let mac: HardwareAddress
    let address: IPv4
    let server: RowReference?
    let seenAt: Duration
    /// When the device was last heard of; nil while it is there.
    var silentSince: Duration?
    var comment: WordBytes?
}
