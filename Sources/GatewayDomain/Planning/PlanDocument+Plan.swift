extension PlanDocument {
    /// Writes a plan down as people read it.
    ///
    /// Looking again at users, removing their cookies and ending their sessions belong to a removal and have no lines of their own.
    /// Where the user stays they have; no line names a guest's device, since documents are kept for longer than guests' data.
    ///
    /// - Parameter plan: the plan.
    public init(_ plan: Plan) {
        var lines = plan.conflicts.map(Line.init)
        var counts = Counts()
        let added = Set(plan.operations.compactMap(Self.addedEntry))
        for operation in plan.operations {
            switch operation {
            case .addProfile, .addUser, .addGardenRow, .addFile, .addScriptRow: counts.added += 1
            case .setProfile, .setHooks, .setUser, .setGardenRow, .setFile, .setServerProfile, .setScriptRow:
                counts.changed += 1
            case .removeProfile, .removeUser, .removeGardenRow, .removeCookie, .endSession, .removeFile,
                .removeScriptRow:
                counts.removed += 1
            case .moveGardenRows(let list, let entries, let next):
                // A row that is added and then put in its place is one line, the one that says that it is added.
                let moved = entries.filter { !added.contains(EntryKey(list: list, id: $0)) }
                counts.moved += moved.count
                lines += moved.map { Line(moved: $0, in: list, before: next, names: plan.gardenNames) }
            case .inspectUser, .removeCookies, .endSessions: break
            }
            if let line = Line(operation) { lines.append(line) }
        }
        counts.unchanged = plan.unchanged
        counts.conflicts = plan.conflicts.count
        counts.postponed = plan.postponed
        self.init(
            lines: lines.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(
                \.element
            ),
            counts: counts,
            findings: plan.findings.map(Note.init),
            refusal: plan.refusal?.description,
            refusalCode: plan.refusal?.code
        )
        postponements = plan.postponements
    }

    /// The document, with findings that only came to light while the plan was carried out.
    ///
    /// - Parameter findings: what was found out since; what is known already is not repeated.
    /// - Returns: the document with all of them.
    public func adding(findings: [Finding]) -> PlanDocument {
        var document = self
        document.findings += findings.map(Note.init).filter { note in
            !self.findings.contains { $0.code == note.code && $0.subject == note.subject }
        }
        return document
    }

    /// The document of a plan whose end has to wait, since a window of the site closed in its middle.
    ///
    /// - Parameter rest: what a plan says that was made after that.
    /// - Returns: the document with the findings of both, and what waits.
    public func leaving(_ rest: Plan) -> PlanDocument {
        var document = adding(findings: rest.findings)
        document.postponements = rest.postponements
        document.counts.postponed = rest.postponed
        return document
    }

    private struct EntryKey: Hashable {
        let list: GardenList
        let id: WalledGardenEntry.ID
    }

    private static func addedEntry(_ operation: Operation) -> EntryKey? {
        if case .addGardenRow(let row, _) = operation { EntryKey(list: row.list, id: row.entry) } else { nil }
    }
}

extension PlanDocument.Note {
    fileprivate init(_ finding: Finding) {
        self.init(
            code: finding.code.rawValue,
            subject: finding.subject,
            message: finding.message,
            remedy: finding.remedy
        )
    }
}

extension PlanDocument.Line {
    /// The line of an operation, or nil when it has none.
    fileprivate init?(_ operation: Operation) {
        switch operation {
        case .addProfile(let profile):
            let session = RouterOSText.duration(profile.sessionSeconds)
            self.init(sign: "+", kind: "profile", name: profile.name, detail: "(session \(session))")
        case .setProfile(let row, let changes):
            self.init(sign: "~", kind: "profile", name: row.name, detail: Self.detail(changes))
        case .setHooks(let profile, _, let changes, _):
            self.init(sign: "~", kind: "profile", name: profile, detail: Self.detail(changes))
        case .removeProfile(let row):
            self.init(sign: "-", kind: "profile", name: row.name, detail: "(nobody uses it)")
        case .addUser(let user, _):
            self.init(sign: "+", kind: "user", name: user.name, detail: Self.detail(user))
        case .setUser(let row, let changes, let password):
            let detail = Self.detail(changes, writesPassword: password != nil)
            self.init(sign: "~", kind: "user", name: row.name, detail: detail)
        case .removeUser(let row, let reason):
            self.init(sign: "-", kind: "user", name: row.name, detail: "(\(reason.rawValue))")
        case .addGardenRow(let row, _):
            self.init(sign: "+", kind: row.list.rawValue, name: row.name, detail: Self.detail(row.properties))
        case .setGardenRow(let list, let row, let changes):
            self.init(sign: "~", kind: list.rawValue, name: row.name, detail: Self.detail(changes))
        case .removeGardenRow(let list, let row, let reason):
            self.init(sign: "-", kind: list.rawValue, name: row.name, detail: "(\(reason.rawValue))")
        case .removeCookie(let cookie, let reason):
            self.init(sign: "-", kind: "cookie", name: cookie.user, detail: "(\(reason.rawValue))")
        case .endSession(let session, let reason):
            self.init(sign: "-", kind: "session", name: session.user, detail: "(\(reason.rawValue))")
        case .addFile(let name, let contents):
            self.init(
                sign: "+",
                kind: "file",
                name: name,
                detail: contents.map { "(\($0.utf8.count) bytes)" } ?? "(directory)"
            )
        case .setFile(let row, let contents):
            self.init(sign: "~", kind: "file", name: row.name, detail: "(\(contents.utf8.count) bytes)")
        case .removeFile(let row):
            self.init(sign: "-", kind: "file", name: row.name, detail: "(no page is asked for)")
        case .setServerProfile(let row, let changes):
            self.init(sign: "~", kind: "server-profile", name: row.name, detail: Self.detail(changes))
        case .addScriptRow(let menu, let script):
            let detail =
                switch menu {
                case .script: "(version \(script.source.version))"
                case .scheduler: "(every \(RouterOSText.duration(script.intervalSeconds)))"
                }
            self.init(sign: "+", kind: menu.rawValue, name: script.name, detail: detail)
        case .setScriptRow(let menu, let row, let changes, _):
            self.init(sign: "~", kind: menu.rawValue, name: row.name, detail: Self.detail(ofScript: changes))
        case .removeScriptRow(let menu, let row, _):
            self.init(sign: "-", kind: menu.rawValue, name: row.name, detail: "(not wanted here)")
        case .inspectUser, .removeCookies, .endSessions, .moveGardenRows:
            return nil
        }
    }

    fileprivate init(_ conflict: Conflict) {
        let cause =
            switch conflict.cause {
            case .foreignUser: "a user of this name is there already, not made by the gateway"
            case .otherGateway(let gateway): "it belongs to gateway \(gateway)"
            }
        let remedy = "adopt it with \(Finding.pushCommand) --adopt \(conflict.name), or rename it on the router"
        self.init(sign: "!", kind: "user", name: conflict.name, detail: "(\(cause); \(remedy))")
    }

    fileprivate init(
        moved entry: WalledGardenEntry.ID,
        in list: GardenList,
        before next: WalledGardenEntry.ID?,
        names: [WalledGardenEntry.ID: String]
    ) {
        let place = next.map { "before \(names[$0] ?? $0.short)" } ?? "to the end"
        self.init(sign: ">", kind: list.rawValue, name: names[entry] ?? entry.short, detail: place)
    }

    /// Conflicts first, since somebody has to decide; users last, since they are many.
    fileprivate var rank: Int {
        switch (sign, kind) {
        case ("!", _): 0
        case (_, "profile"): 1
        case (_, GardenList.address.rawValue): 2
        case (_, GardenList.request.rawValue): 3
        case (_, ScriptMenu.script.rawValue), (_, ScriptMenu.scheduler.rawValue): 3
        case (_, "file"), (_, "server-profile"): 3
        default: 4
        }
    }

    private static func detail(_ user: DesiredUser) -> String {
        if let login = user.login { return "(\(user.kind.rawValue), redeemed, until \(login.endsAt))" }
        guard let time = user.redeemBefore else { return "(\(user.kind.rawValue))" }
        return "(\(user.kind.rawValue), redeem before \(time))"
    }

    private static func detail(_ properties: [String: String]) -> String {
        properties.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    /// A comment that is only written again with a new version has no words of its own.
    private static func detail(ofScript changes: [PropertyChange]) -> String {
        let rest = changes.filter { $0.property != "comment" }
        guard let comment = changes.first(where: { $0.property == "comment" }),
            rest.isEmpty || ScriptMark(comment: comment.from ?? "") == nil
        else { return detail(rest) }
        return ([detail(rest)].filter { !$0.isEmpty } + ["comment: edited"]).joined(separator: ", ")
    }

    private static func detail(_ changes: [PropertyChange], writesPassword: Bool = false) -> String {
        var parts = changes.flatMap { change -> [String] in
            change.property == "comment"
                ? MarkChange.words(from: change.from ?? "", to: change.to ?? "")
                : ["\(change.property): \(shown(change.from)) -> \(shown(change.to))"]
        }
        if writesPassword { parts.append("password") }
        return parts.joined(separator: ", ")
    }

    private static func shown(_ value: String?) -> String {
        guard let value, !value.isEmpty else { return "none" }
        return value
    }
}
