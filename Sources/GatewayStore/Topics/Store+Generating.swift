public import GatewayDomain

extension Store {
    /// Makes the coupons that a client asks a template for, all or none; the devices that concern them learn of it in the same
    /// transaction.
    ///
    /// However many ask at the same time, a template makes no more codes than its maximum, and a code is unique for ever, also
    /// among the names of accounts. A drawn one that is taken is drawn again, a given one is refused.
    ///
    /// - Parameters:
    ///   - id: the template.
    ///   - order: what is asked for, of the kind that the template takes.
    ///   - now: the time that their validity counts from.
    /// - Returns: the coupons, given codes in their order.
    /// - Throws: ``StoreError/refusedByTemplate(_:)``, ``StoreError/notFound(kind:reference:)`` without such a template.
    public func generateCoupons(
        template id: CouponTemplate.ID,
        order: TemplateOrder,
        now: Timestamp
    ) async throws(StoreError) -> [Coupon] {
        try Self.decided(order.validate)
        return try await write { [self] connection throws(StoreError) in
            let template = try Self.count(connection, order, of: id)
            let coupons =
                switch order {
                case .quantity(let quantity): try drawn(connection, quantity, template, now)
                case .codes(let codes): try accepted(connection, codes, template, now)
                }
            try Self.insert(connection, coupons)
            try Revisions.raise(connection, Change.of(coupons), now: now)
            return coupons
        }
    }

    /// Counts the codes before they are made, which locks the template's row on every engine: of two who ask at the same time
    /// the second sees what the first one left.
    private static func count(
        _ connection: any SQLConnection,
        _ order: TemplateOrder,
        of id: CouponTemplate.ID
    ) throws(StoreError) -> CouponTemplate {
        let counted = try connection.query(
            """
            UPDATE coupon_templates SET made_count = made_count + $2
            WHERE id = $1 AND mode = $3 AND maximum - made_count >= $2
                AND instance_id IN (SELECT id FROM instances WHERE strategy = $4 AND deleted_at IS NULL) RETURNING *
            """,
            [id, order.count, order.mode.rawValue, Instance.Strategy.coupon.rawValue],
            as: CouponTemplate.init(row:)
        )
        if let template = counted.first { return template }
        let found = try connection.query(
            """
            SELECT t.* FROM coupon_templates AS t JOIN instances AS i ON i.id = t.instance_id
            WHERE t.id = $1 AND i.deleted_at IS NULL
            """,
            [id],
            as: CouponTemplate.init(row:)
        )
        guard let template = found.first else { throw .notFound(kind: .couponTemplate, reference: id.rawValue) }
        let instances = try connection.query(
            "SELECT * FROM instances WHERE id = $1",
            [template.instance],
            as: Instance.init(row:)
        )
        for instance in instances { try checkServed(instance) }
        guard template.mode == order.mode else { throw .refusedByTemplate(.otherMode(template.mode)) }
        throw .refusedByTemplate(
            .quantityExceeded(asked: order.count, left: template.leftCount, maximum: template.maximum)
        )
    }

    private func drawn(
        _ connection: any SQLConnection,
        _ quantity: Int,
        _ template: CouponTemplate,
        _ now: Timestamp
    ) throws(StoreError) -> [Coupon] {
        var coupons = try decided { generator throws(TemplateError) in
            try TemplateRules.issue(quantity, from: template, at: now, using: &generator)
        }
        let isComplete = try reserveCodes(connection, of: &coupons) { isTaken throws(StoreError) in
            try decided { generator throws(TemplateError) in
                try TemplateRules.freeCode(of: template.format, using: &generator, isTaken: isTaken)
            }
        }
        guard isComplete else { throw .refusedByTemplate(.codesExhausted) }
        return coupons
    }

    private func accepted(
        _ connection: any SQLConnection,
        _ codes: [String],
        _ template: CouponTemplate,
        _ now: Timestamp
    ) throws(StoreError) -> [Coupon] {
        let candidates = TemplateRules.candidates(among: codes, format: template.format)
        let taken = Set(candidates).subtracting(try Self.reserve(connection, candidates))
        return try decided { generator throws(TemplateError) in
            try TemplateRules.accept(codes, by: template, taken: taken, at: now, using: &generator)
        }
    }

    private func decided<Value>(
        _ body: (inout AnyGenerator) throws(TemplateError) -> Value
    ) throws(StoreError) -> Value {
        let result: Result<Value, TemplateError> = draw { generator in
            do throws(TemplateError) {
                return .success(try body(&generator))
            } catch {
                return .failure(error)
            }
        }
        return try Self.decided { () throws(TemplateError) in try result.get() }
    }

    private static func decided<Value>(_ body: () throws(TemplateError) -> Value) throws(StoreError) -> Value {
        do throws(TemplateError) {
            return try body()
        } catch {
            throw .refusedByTemplate(error)
        }
    }
}
