import GatewayDomain
public import GatewayStore

/// A redemption as programs read it.
public struct RedemptionView {
    private let record: RedemptionRecord

    /// Shows a redemption.
    ///
    /// - Parameter record: the redemption.
    public init(record: RedemptionRecord) {
        self.record = record
    }

    /// One JSON object.
    public var json: JSON {
        [
            "coupon_id": .id(record.coupon),
            "code": .string(record.code),
            "site_id": .id(record.redemption.site),
            "device_id": .id(record.redemption.device),
            "redeemed_at": .time(record.redemption.at),
            "access_until": .time(record.redemption.endsAt),
            "mac_address": .string(record.redemption.macAddress),
            "ip_address": .string(record.address),
            "source": .string(record.source.rawValue),
            "recorded_at": .time(record.recordedAt),
        ]
    }
}
