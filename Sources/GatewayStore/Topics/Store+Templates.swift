public import GatewayDomain

extension Store {
    /// Adds a template.
    ///
    /// - Parameter template: the template; its id is drawn with ``newID(of:)``.
    /// - Throws: ``StoreError/invalidValue(_:)``, ``StoreError/notFound(kind:reference:)`` without such an instance,
    ///   ``StoreError/conflict(_:)`` when the instance has a template of that name.
    public func createTemplate(_ template: CouponTemplate) async throws(StoreError) {
        try Self.checked(template.validate)
        try await write { connection throws(StoreError) in
            let instance = try connection.query(
                "SELECT id FROM instances WHERE id = $1 AND deleted_at IS NULL",
                [template.instance]
            )
            guard !instance.isEmpty else {
                throw .notFound(kind: .instance, reference: template.instance.rawValue)
            }
            let added = try connection.query(
                """
                INSERT INTO coupon_templates (
                    id, instance_id, name, mode, prefix, suffix, random_length, pattern, maximum, minutes_valid,
                    made_count, created_at
                ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11)
                ON CONFLICT (instance_id, name) DO NOTHING RETURNING id
                """,
                [
                    template.id, template.instance, template.name, template.mode.rawValue, template.format.prefix,
                    template.format.suffix, template.format.randomLength, template.format.pattern, template.maximum,
                    template.minutesValid, template.createdAt,
                ]
            )
            guard !added.isEmpty else { throw .nameTaken(by: template) }
        }
    }

    /// The templates of an instance, by name.
    ///
    /// - Parameter instance: the instance.
    /// - Returns: its templates.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such an instance.
    public func templates(of instance: Instance.ID) async throws(StoreError) -> [CouponTemplate] {
        try await read { connection throws(StoreError) in
            let known = try connection.query(
                "SELECT id FROM instances WHERE id = $1 AND deleted_at IS NULL",
                [instance]
            )
            guard !known.isEmpty else { throw .notFound(kind: .instance, reference: instance.rawValue) }
            return try connection.query(
                "SELECT * FROM coupon_templates WHERE instance_id = $1 ORDER BY name, id",
                [instance],
                as: CouponTemplate.init(row:)
            )
        }
    }

    /// One template of an instance.
    ///
    /// - Parameters:
    ///   - id: its id.
    ///   - instance: the instance that it has to belong to.
    /// - Returns: the template.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the instance has no such template.
    public func template(_ id: CouponTemplate.ID, of instance: Instance.ID) async throws(StoreError) -> CouponTemplate {
        try await read { connection throws(StoreError) in try Self.template(connection, id, of: instance) }
    }

    /// The template that a client means by its name.
    ///
    /// - Parameters:
    ///   - name: its name, exactly.
    ///   - instance: the instance that the client belongs to.
    /// - Returns: the template.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the instance has no such template.
    public func template(named name: String, of instance: Instance.ID) async throws(StoreError) -> CouponTemplate {
        try await read { connection throws(StoreError) in
            let found = try connection.query(
                """
                SELECT t.* FROM coupon_templates AS t JOIN instances AS i ON i.id = t.instance_id
                WHERE t.instance_id = $1 AND t.name = $2 AND i.deleted_at IS NULL
                """,
                [instance, name],
                as: CouponTemplate.init(row:)
            )
            guard let template = found.first else {
                throw .notFound(kind: .couponTemplate, reference: String(name.prefix(64)))
            }
            return template
        }
    }

    /// Replaces a template's settings; coupons that it made stay as they are.
    ///
    /// - Parameter template: the settings, with the id and the instance of a template that exists. How many codes it made is
    ///   not taken from here.
    /// - Returns: the template as it is from now on.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the instance has no such template,
    ///   ``StoreError/invalidValue(_:)`` also when the maximum is less than what was made, ``StoreError/conflict(_:)`` when
    ///   another template has the name.
    @discardableResult
    public func updateTemplate(_ template: CouponTemplate) async throws(StoreError) -> CouponTemplate {
        try await write { connection throws(StoreError) in
            let known = try Self.template(connection, template.id, of: template.instance)
            var changed = template
            changed.madeCount = known.madeCount
            changed.createdAt = known.createdAt
            try Self.checked(changed.validate)
            let namesakes = try connection.query(
                "SELECT id FROM coupon_templates WHERE instance_id = $1 AND name = $2 AND id <> $3",
                [changed.instance, changed.name, changed.id]
            )
            guard namesakes.isEmpty else { throw .nameTaken(by: changed) }
            try connection.query(
                """
                UPDATE coupon_templates SET name = $2, mode = $3, prefix = $4, suffix = $5, random_length = $6,
                    pattern = $7, maximum = $8, minutes_valid = $9
                WHERE id = $1
                """,
                [
                    changed.id, changed.name, changed.mode.rawValue, changed.format.prefix, changed.format.suffix,
                    changed.format.randomLength, changed.format.pattern, changed.maximum, changed.minutesValid,
                ]
            )
            return changed
        }
    }

    /// Deletes a template; coupons that it made stay, and say so.
    ///
    /// - Parameters:
    ///   - id: its id.
    ///   - instance: the instance that it has to belong to.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the instance has no such template.
    public func deleteTemplate(_ id: CouponTemplate.ID, of instance: Instance.ID) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            let template = try Self.template(connection, id, of: instance)
            try connection.query("DELETE FROM coupon_templates WHERE id = $1", [template.id])
        }
    }

    static func template(
        _ connection: any SQLConnection,
        _ id: CouponTemplate.ID,
        of instance: Instance.ID
    ) throws(StoreError) -> CouponTemplate {
        let found = try connection.query(
            """
            SELECT t.* FROM coupon_templates AS t JOIN instances AS i ON i.id = t.instance_id
            WHERE t.id = $1 AND t.instance_id = $2 AND i.deleted_at IS NULL
            """,
            [id, instance],
            as: CouponTemplate.init(row:)
        )
        guard let template = found.first else { throw .notFound(kind: .couponTemplate, reference: id.rawValue) }
        return template
    }
}

extension StoreError {
    fileprivate static func nameTaken(by template: CouponTemplate) -> StoreError {
        .conflict("the instance has a coupon template \"\(template.name)\" already; choose another name")
    }
}

extension CouponTemplate {
    init(row: SQLRow) throws(StoreError) {
        self.init(
            id: try row.id("id"),
            instance: try row.id("instance_id"),
            name: try row.text("name"),
            mode: try row.choice("mode"),
            format: try CodeFormat(row: row),
            maximum: Int(try row.integer("maximum")),
            minutesValid: try row.integer("minutes_valid"),
            createdAt: try row.time("created_at")
        )
        madeCount = Int(try row.integer("made_count"))
    }
}

extension CodeFormat {
    fileprivate init(row: SQLRow) throws(StoreError) {
        let (prefix, suffix) = (try row.text("prefix"), try row.text("suffix"))
        let (length, pattern) = (try row.optionalInteger("random_length"), try row.optionalText("pattern"))
        do throws(PortalValueError) {
            try self.init(prefix: prefix, randomLength: length.map { Int($0) }, pattern: pattern, suffix: suffix)
        } catch {
            throw .damaged("a coupon template: \(error)")
        }
    }
}
