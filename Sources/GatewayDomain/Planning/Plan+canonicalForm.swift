extension Plan {
    /// The plan as bytes that are equal exactly when two plans do the same to the same rows, and leave the same conflicts.
    ///
    /// Everything that is written is in it, and nothing that only describes: findings tell a router's clock, counts tell what
    /// stays. A password is told by its keyed digest, or by the comment that is written with it, never by itself. Every text is
    /// preceded by its length, so that no two plans can read the same.
    public var canonicalForm: [UInt8] {
        var form = CanonicalForm()
        form.add("plan 1")
        form.add(stages) { form, stage in
            form.add(stage.purpose.rawValue)
            // Operations of one stage do not depend on each other: their order is nobody's decision.
            form.add(unordered: stage.operations) { $0.add($1) }
        }
        form.add(conflicts) { form, conflict in
            form.add(conflict.name)
            switch conflict.cause {
            case .foreignUser: form.add("foreign")
            case .otherGateway(let gateway): form.add(gateway.rawValue)
            }
        }
        return form.bytes
    }
}

/// Values as bytes from which they could be read back: each text with its length, each list with its count.
private struct CanonicalForm {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ number: Int) {
        let text = String(number)
        bytes += text.utf8
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func add(_ text: String) {
        add(text.utf8.count)
        bytes += text.utf8
    }

    mutating func add(_ text: String?) {
        guard let text else { return bytes.append(UInt8(ascii: "-")) }
        add(text)
    }

    mutating func add(_ number: Int64?) {
        add(number.map { String($0) })
    }

    mutating func add<Element>(_ elements: [Element], _ body: (inout CanonicalForm, Element) -> Void) {
        add(elements.count)
        for element in elements { body(&self, element) }
    }

    mutating func add<Element>(unordered elements: [Element], _ body: (inout CanonicalForm, Element) -> Void) {
        let forms = elements.map { element in
            var form = CanonicalForm()
            body(&form, element)
            return form.bytes
        }
        add(forms.sorted { $0.lexicographicallyPrecedes($1) }) { $0.bytes += $1 }
    }

    // MARK: - Operations

    mutating func add(_ operation: Operation) {
        switch operation {
        case .addProfile(let profile):
            add("add profile")
            add(profile.name)
            add(profile.properties)
        case .setProfile(let row, let changes):
            add("set profile", row, changes)
        case .setHooks(let profile, let id, let changes, _):
            // Hooks are told by their versions.
            add("set hooks", RowReference(id: id ?? "", name: profile), changes)
        case .removeProfile(let row):
            add("remove profile", row)
        case .inspectUser(let row, let reason):
            add("inspect user", row)
            add(reason.rawValue)
        case .addUser(let user, let server):
            add("add user")
            add(user)
            add(server)
        case .setUser(let row, let changes, let password):
            // With another password the comment, which holds its digest, is among the changes.
            add("set user", row, changes)
            add(password == nil ? "" : "password")
        case .removeUser(let row, let reason):
            add("remove user", row)
            add(reason.rawValue)
        case .removeCookies(let user):
            add("remove cookies")
            add(user)
        case .endSessions(let user):
            add("end sessions")
            add(user)
        case .removeCookie(let cookie, let reason):
            add("remove cookie", RowReference(id: cookie.id, name: cookie.user))
            add(cookie.macAddress)
            add(reason.rawValue)
        case .endSession(let session, let reason):
            // How long it has lasted and what was moved in it changes all the time, and says nothing about which one it is.
            add("end session", RowReference(id: session.id, name: session.user))
            add(session.macAddress)
            add(session.address)
            add(reason.rawValue)
        case .addGardenRow, .setGardenRow, .removeGardenRow, .moveGardenRows:
            add(garden: operation)
        case .addFile, .setFile, .removeFile, .setServerProfile:
            add(page: operation)
        case .addScriptRow, .setScriptRow, .removeScriptRow:
            add(script: operation)
        }
    }

    private mutating func add(script operation: Operation) {
        switch operation {
        case .addScriptRow(let menu, let script):
            add("add script row")
            add(menu.rawValue)
            add(script.name)
            add(script.source.version)
            add(script.properties(in: menu))
        case .setScriptRow(let menu, let row, let changes, _):
            // A source is told by its version.
            add("set script row", row, changes)
            add(menu.rawValue)
        case .removeScriptRow(let menu, let row, _):
            add("remove script row", row)
            add(menu.rawValue)
        default:
            break
        }
    }

    private mutating func add(page operation: Operation) {
        switch operation {
        case .addFile(let name, let contents):
            add("add file")
            add(name)
            add(contents)
        case .setFile(let row, let contents):
            add("set file", row)
            add(contents)
        case .removeFile(let row):
            add("remove file", row)
        case .setServerProfile(let row, let changes):
            add("set server profile", row, changes)
        default:
            break
        }
    }

    private mutating func add(garden operation: Operation) {
        switch operation {
        case .addGardenRow(let row, let next):
            add("add garden row")
            add(row.list.rawValue)
            add(row.entry.rawValue)
            add(row.properties)
            add(next?.rawValue)
        case .setGardenRow(let list, let row, let changes):
            add("set garden row", row, changes)
            add(list.rawValue)
        case .removeGardenRow(let list, let row, let reason):
            add("remove garden row", row)
            add(list.rawValue)
            add(reason.rawValue)
        case .moveGardenRows(let list, let entries, let next):
            add("move garden rows")
            add(list.rawValue)
            add(entries) { $0.add($1.rawValue) }
            add(next?.rawValue)
        default:
            break
        }
    }

    private mutating func add(_ name: String, _ row: RowReference, _ changes: [PropertyChange] = []) {
        add(name)
        add(row.id)
        add(row.name)
        add(changes) { form, change in
            form.add(change.property)
            form.add(change.from)
            form.add(change.to)
        }
    }

    private mutating func add(_ properties: [String: String]) {
        add(properties.sorted { $0.key < $1.key }) { form, property in
            form.add(property.key)
            form.add(property.value)
        }
    }

    private mutating func add(_ user: DesiredUser) {
        add(user.name)
        add(user.kind.rawValue)
        add(user.subject)
        switch user.server {
        case .serving(let instance): add(instance.rawValue)
        case .all: add("all")
        }
        add(user.profile)
        add(user.passwordDigest)
        add(user.uptimeSecondsMaximum)
        add(user.dataBytesMaximum)
        add(user.macAddress)
        add(user.redeemBefore?.milliseconds)
        add(user.sessionSeconds)
        if user.takesOver { add("takes over") }
        guard let login = user.login else { return }
        add("login")
        add(login.at.milliseconds)
        add(login.endsAt.milliseconds)
        add(login.macAddress)
    }
}
