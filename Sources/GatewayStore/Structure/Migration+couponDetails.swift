extension Migration {
    /// What people note about a coupon and a speed of its own; lists of many coupons in their order.
    static let couponDetails = Migration(
        name: "coupon_details",
        tables: [],
        statements: [
            "ALTER TABLE coupons ADD COLUMN note TEXT",
            "ALTER TABLE coupons ADD COLUMN rate_limit TEXT",
            // A list is read in the order of this index and sorted by nobody; the index that it begins with is not needed any more.
            "CREATE INDEX coupons_in_order ON coupons (instance_id, created_at DESC, position, id)",
            "DROP INDEX coupons_by_instance_id_created_at",
            "CREATE INDEX coupons_by_note ON coupons (instance_id, note) WHERE note IS NOT NULL",
        ]
    )
}
