/// What lets a guest come back without a password: a row of `/ip/hotspot/cookie`.
struct HotspotCookie: Sendable {
    let id: RowID
    let user: WordBytes
    let mac: HardwareAddress
    let expiresAt: Duration
    /// The router remembers the MAC address, instead of the browser a cookie.
    let isMACCookie: Bool
    /// What the browser sends back; nil for a MAC address, and until the browser was told.
    var secret: String?
}
