public import GatewayDomain

extension Store {
    /// Makes coupons with new codes.
    public func createCoupons(_ order: CouponOrder, now: Timestamp) async throws(StoreError) -> [Coupon] { throw .unavailable("") }
    /// The coupons of an instance, newest first; `states` empty means all; limit at most 10,000.
    public func coupons(
        of instance: Instance.ID, states: Set<CouponState> = [], limit: Int = 10_000, now: Timestamp
    ) async throws(StoreError) -> [Coupon] { throw .unavailable("") }
    /// Revokes a coupon by id or code; a repeat changes nothing.
    public func revokeCoupon(_ reference: String, now: Timestamp) async throws(StoreError) -> Coupon { throw .unavailable("") }
    /// Adds a named account to a site.
    public func addHotspotUser(_ user: HotspotUser) async throws(StoreError) {}
    /// The named accounts of a site, by name, with their passwords.
    public func hotspotUsers(at site: Site.ID) async throws(StoreError) -> [HotspotUser] { [] }
    /// Removes a named account by id or name.
    public func removeHotspotUser(_ reference: String, at site: Site.ID, now: Timestamp) async throws(StoreError) {}
    /// Adds an entry; its position is replaced by the one behind the last, or, with `position`, the others move down.
    public func addWalledGardenEntry(_ entry: WalledGardenEntry, at position: Int? = nil) async throws(StoreError) -> WalledGardenEntry { entry }
    /// The entries of a site in order.
    public func walledGarden(at site: Site.ID) async throws(StoreError) -> [WalledGardenEntry] { [] }
    /// Removes an entry by id or unique name.
    public func removeWalledGardenEntry(_ reference: String, at site: Site.ID, now: Timestamp) async throws(StoreError) {}
    /// Redemptions at a site, newest first.
    public func redemptions(at site: Site.ID, limit: Int = 1000) async throws(StoreError) -> [RedemptionRecord] { [] }
    /// Reports from a site, newest first.
    public func reports(at site: Site.ID, limit: Int = 1000) async throws(StoreError) -> [RecordedReport] { [] }

    /// Claims devices that have to be looked at, the most urgent first.
    public func claimWork(
        holder: LeaseHolder, limit: Int, now: Timestamp, for duration: Duration = .seconds(60)
    ) async throws(StoreError) -> [DeviceWork] { [] }
    /// Keeps a claimed device longer; the work with its new end.
    public func extendLease(_ work: DeviceWork, now: Timestamp, for duration: Duration = .seconds(60)) async throws(StoreError) -> DeviceWork { work }
    /// Gives a claimed device back without a run.
    public func releaseLease(_ work: DeviceWork) async throws(StoreError) {}
    /// Records a run and gives the device back.
    public func finish(_ work: DeviceWork, run: SyncRun, followUp: FollowUp, now: Timestamp) async throws(StoreError) {}
    /// When the next device has to be looked at; `now` or earlier when one has to already; nil for never.
    public func nextWorkAt(now: Timestamp) async throws(StoreError) -> Timestamp? { nil }
    /// What a device should hold.
    public func desiredState(for device: Device.ID, scope: Scope, now: Timestamp) async throws(StoreError) -> DesiredState { throw .unavailable("") }
    /// Records reports: each login once, whatever reports it how often.
    public func record(_ reports: [RedemptionReport], now: Timestamp) async throws(StoreError) -> [RecordedReport] { [] }

    /// Asks for a push to, or plan of, every device of a site.
    public func requestPush(
        site: Site.ID, mode: SyncRun.Mode, decisions: PushDecisions = PushDecisions(), now: Timestamp, expiresAfter: Duration = .seconds(60)
    ) async throws(StoreError) -> PushRequest.ID { throw .unavailable("") }
    /// The runs that answered a request, one per device by host; nil while some are missing; throws when nobody took it in time.
    public func pushResult(_ request: PushRequest.ID, now: Timestamp) async throws(StoreError) -> [SyncRun]? { nil }

    /// Becomes the process that serves this database; conflict names the one that does already.
    public func acquireServeLease(_ holder: LeaseHolder, now: Timestamp, for duration: Duration = .seconds(15)) async throws(StoreError) {}
    /// Keeps the lease; conflict when another process took over.
    public func renewServeLease(_ holder: LeaseHolder, now: Timestamp, for duration: Duration = .seconds(15)) async throws(StoreError) {}
    /// Gives the lease back.
    public func releaseServeLease(_ holder: LeaseHolder) async throws(StoreError) {}
    /// Who serves this database, or nil.
    public func currentServer(now: Timestamp) async throws(StoreError) -> LeaseHolder? { nil }
    /// How every device is doing, by site and host.
    public func deviceStatuses(now: Timestamp) async throws(StoreError) -> [DeviceStatus] { [] }
    /// The newest runs of a device, newest first.
    public func runs(of device: Device.ID, limit: Int = 100) async throws(StoreError) -> [SyncRun] { [] }
}
