extension RouterState {
    /// `print`, `getall` and `listen`.
    func print(
        _ request: CommandRequest,
        in menu: Menu,
        _ context: CommandContext
    ) throws(CommandTrap) -> CommandOutcome {
        let names = (request[".proplist"] ?? request["proplist"]).map { $0.commaSeparated().map(\.text) }
        let query = RowQuery(request.queries)
        var stream = StreamRequest(
            menu: menu.path,
            form: .changes,
            query: query,
            names: names,
            showsSecrets: context.showsSecrets,
            known: []
        )
        // ASSUMED: `detail`, `brief`, `terse`, `as-value` and `stats` change nothing in rows of the API, and `where`, `file` and
        // `group-by` are taken and do nothing; the manual says only that `where` is not supported.
        let followsOnly = request.verb == "listen" || request.has("follow-only")
        let follows = followsOnly || request.has("follow") || request.has("follow-strict")
        if follows {
            let rows = self.rows(menu, query, context)
            stream.known = Set(rows.compactMap { $0[".id"].flatMap(RowID.init) })
            let initial = followsOnly ? [] : rows.map { CommandReply.row($0.restricted(to: names)) }
            return .stream(stream, initial: initial)
        }
        if request.has("count-only") {
            let counted = self.features.countsByQuery ? query : RowQuery([])
            if counted.isEmpty, let count = self.rowCount(of: menu) { return .replies([.done(ret: WordBytes(count))]) }
            return .replies([.done(ret: WordBytes(self.rows(menu, counted, context).count))])
        }
        let rows = try self.selected(self.rows(menu, query, context), by: request, in: menu)
        if let interval = request["interval"] {
            guard let milliseconds = DurationText.read(interval), milliseconds > 0 else {
                throw .invalidValue("interval")
            }
            stream.form = .repeated(every: .milliseconds(milliseconds))
            stream.section = 1
            return .stream(stream, initial: Self.section(rows, 0, names: names))
        }
        // A row that has none of the listed properties is still sent (capture of luqasz/librouteros).
        var replies = rows.map { CommandReply.row($0.restricted(to: names)) }
        if replies.isEmpty, self.features.sendsEmpty { replies.append(.empty) }
        replies.append(.done(ret: nil))
        return .replies(replies)
    }

    /// One round of a repeated print.
    ///
    /// Every row says which round it belongs to.
    static func section(_ rows: [PrintedRow], _ number: Int, names: [String]?) -> [CommandReply] {
        rows.map { row in
            var row = row.restricted(to: names)
            row.append(".section", WordBytes(number))
            return .row(row)
        }
    }

    /// The rows that a query keeps, in the table's order.
    func rows(_ menu: Menu, _ query: RowQuery, _ context: CommandContext) -> [PrintedRow] {
        if menu.nameProperty == "name", menu.path != "/ip/service", let names = query.requiredValues(of: "name"),
            let table = self.tables[menu.path]
        {
            let shown = self.shownProperties(of: menu, showsSecrets: context.showsSecrets)
            return table.rows(named: names)
                .map { self.printed($0, of: menu, shown) }
                .filter(query.keeps)
        }
        let rows = self.printedRows(of: menu, now: context.now, showsSecrets: context.showsSecrets)
        return query.isEmpty ? rows : rows.filter(query.keeps)
    }

    /// Applies `from` and `order-by`.
    private func selected(
        _ rows: [PrintedRow],
        by request: CommandRequest,
        in menu: Menu
    ) throws(CommandTrap) -> [PrintedRow] {
        var rows = rows
        if let from = request["from"] {
            let ids = try self.findIDs(
                CommandRequest(request.path, attributes: [.init(name: "numbers", value: from)]),
                in: menu
            )
            rows = rows.filter { row in row[".id"].flatMap(RowID.init).map(ids.contains) ?? false }
        }
        if let property = request["order-by"]?.text {
            // ASSUMED: by the printed text, absent ones first.
            rows.sort { ($0[property] ?? "") < ($1[property] ?? "") }
        }
        return rows
    }

    /// `get`: one property, or all of them as `name=value` separated by semicolons.
    func get(_ request: CommandRequest, in menu: Menu, _ context: CommandContext) throws(CommandTrap) -> WordBytes {
        let row: PrintedRow?
        if menu.form == .singleton {
            row = self.printedRows(of: menu, now: context.now, showsSecrets: context.showsSecrets).first
        } else {
            row = try self.findIDs(request, in: menu).first.flatMap {
                self.printedRow($0, of: menu, now: context.now, showsSecrets: context.showsSecrets)
            }
        }
        guard let row else { throw .noSuchItem(isOld: self.features.numbersErrors) }
        guard let name = request["value-name"]?.text else {
            // ASSUMED: the form of a console's array.
            return WordBytes(row.fields.map { "\($0.name)=\($0.value)" }.joined(separator: ";"))
        }
        guard name == ".id" || menu.property(name, version: self.version) != nil else { throw .noMatch("value-name") }
        return row[name] ?? ""
    }

    /// `find`: ids separated by semicolons (pear2/Net_RouterOS).
    func find(_ request: CommandRequest, in menu: Menu, _ context: CommandContext) -> WordBytes {
        let rows = self.rows(menu, RowQuery(request.queries), context)
        return WordBytes(rows.compactMap { $0[".id"]?.text }.joined(separator: ";"))
    }

    /// What a stream sends for changes, and how it remembers them.
    func replies(for changes: [Change], to stream: inout StreamRequest, _ context: CommandContext) -> [CommandReply] {
        guard case .changes = stream.form, changes.contains(where: { $0.menu == stream.menu }),
            let menu = self.menu(stream.menu)
        else { return [] }
        var replies: [CommandReply] = []
        for change in changes where change.menu == stream.menu {
            if case .written = change.kind,
                let row = self.printedRow(
                    change.id,
                    of: menu,
                    now: context.now,
                    showsSecrets: stream.showsSecrets
                )
            {
                if stream.query.keeps(row) {
                    stream.known.insert(change.id)
                    replies.append(.row(row.restricted(to: stream.names)))
                } else if stream.known.remove(change.id) != nil {
                    // ASSUMED: a row that the query no longer keeps is gone for this listener.
                    replies.append(Self.dead(change.id))
                }
            } else if stream.known.remove(change.id) != nil {
                replies.append(Self.dead(change.id))
            }
        }
        return replies
    }

    /// `=.dead=true` with nothing but the id (measured on 7.23.1 by tikoci/centrs; 7.24.1 for hotspot active).
    private static func dead(_ id: RowID) -> CommandReply {
        var row = PrintedRow()
        row.append(".id", id.word)
        row.append(".dead", "true")
        return .row(row)
    }
}
