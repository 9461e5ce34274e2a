import RouterOSAPI

/// `/certificate`: keys and certificates are real ones, so that clients can check them.
extension RouterState {
    mutating func writeCertificates(
        _ request: CommandRequest,
        verb: String,
        _ context: CommandContext
    ) throws(CommandTrap) -> WordBytes? {
        switch verb {
        case "sign": try self.sign(request, now: context.now)
        case "import": try self.importCertificates(request, context)
        case "export-certificate": try self.exportCertificate(request, context)
        case "add", "set", "remove", "unset", "reset":
            if verb == "remove" { try self.removeIssued(by: request) }
            return try self.writeRows(request, verb: verb, in: .certificate)
        default: throw .notSimulated(request.path)
        }
        return nil
    }

    /// The template becomes a certificate (manual, Certificates page).
    private mutating func sign(_ request: CommandRequest, now: Duration) throws(CommandTrap) {
        let menu = Menu.certificate
        for name in ["ca-on-smart-card", "file", "do"] where request.has(name) {
            throw .notSimulated("\(request.path) \(name)")
        }
        guard let id = try self.findIDs(request, in: menu).first, var row = self.tables[menu.path]?[id] else { return }
        // ASSUMED: the wording.
        guard row.bytes("pem") == nil else { throw CommandTrap("failure: already signed") }
        let usages = Self.keyUsages(of: row)
        var authority: TableRow?
        if let name = request["ca"] {
            let found = self.tables[menu.path]?.rows(named: name).first
            // A template that names itself (measured on 7.23.3).
            guard let found, found.id != id, self.identities[found.serial] != nil else { throw .noMatch("ca") }
            authority = found
        } else if !usages.contains("key-cert-sign") {
            // Measured on 7.23.3.
            throw CommandTrap("failure: CA not found")
        }
        let days = Int64(row.bytes("days-valid")?.text ?? "365") ?? 365
        let identity: TLSServerIdentity
        do throws(TLSError) {
            identity = try TLSServerIdentity.issued(
                CertificateTemplate(
                    commonName: row.bytes("common-name")?.text ?? "",
                    subjectAltNames: Self.altNames(of: row),
                    isAuthority: usages.contains("key-cert-sign"),
                    keyUsage: Self.openSSLUsages(usages),
                    extendedKeyUsage: usages.contains("tls-server") ? "serverAuth" : "",
                    // By the router's own clock, which may be wrong.
                    validFrom: .seconds(self.epochSeconds(at: now) - WallClock.epochSeconds),
                    validFor: .seconds(days * 86_400)
                ),
                by: authority.flatMap { self.identities[$0.serial] }
            )
        } catch {
            throw CommandTrap("failure: \(error)")
        }
        if let name = request["name"] { row.values["name"] = .bytes(name) }
        if let authority { row.values["ca"] = .bytes(authority.bytes("name") ?? "") }
        row.values["private-key"] = .bytes("true")
        // ASSUMED: what the router signed itself it trusts.
        row.values["trusted"] = .bytes("true")
        self.identities[row.serial] = identity
        self.certificatesReadyAt[row.serial] = now + self.certificateDelay
        self.describe(&row, by: identity.certificatePEM ?? "")
        self.tables[menu.path]?.update(row)
        self.noteConfigurationWrite()
        self.note(.written, id, in: menu.path)
    }

    /// Without `key-usage` a template may do everything (manual, Certificates page).
    private static func keyUsages(of row: TableRow) -> Set<String> {
        guard let given = row.bytes("key-usage")?.commaSeparated().map(\.text), !given.isEmpty else {
            return [
                "digital-signature", "key-encipherment", "data-encipherment", "key-cert-sign", "crl-sign", "tls-server",
            ]
        }
        return Set(given)
    }

    private static func openSSLUsages(_ usages: Set<String>) -> String {
        let names = [
            ("digital-signature", "digitalSignature"), ("content-commitment", "nonRepudiation"),
            ("key-encipherment", "keyEncipherment"), ("data-encipherment", "dataEncipherment"),
            ("key-agreement", "keyAgreement"), ("key-cert-sign", "keyCertSign"), ("crl-sign", "cRLSign"),
        ]
        return names.filter { usages.contains($0.0) }.map(\.1).joined(separator: ",")
    }

    /// Written `IP:10.5.50.1,DNS:router.example`.
    private static func altNames(of row: TableRow) -> [String] {
        (row.bytes("subject-alt-name") ?? "").commaSeparated().map(\.text).compactMap { name in
            name.hasPrefix("IP:") ? String(name.dropFirst(3)) : name.hasPrefix("DNS:") ? String(name.dropFirst(4)) : nil
        }
    }

    private func describe(_ row: inout TableRow, by pem: String) {
        guard let facts = CertificateFacts.read(Array(pem.utf8)).first else { return }
        row.values["pem"] = .bytes(WordBytes(pem))
        row.values["common-name"] = .bytes(WordBytes(facts.commonName))
        row.values["fingerprint"] = .bytes(WordBytes(facts.fingerprint.description))
        row.values["serial-number"] = .bytes(WordBytes(facts.serialNumber))
        row.values["issuer"] = .bytes(WordBytes("CN=\(facts.issuerName)"))
        if facts.isAuthority { row.values["authority"] = .bytes("true") }
        row.values["invalid-before"] = .bytes(self.dateText(facts.validFrom))
        row.values["invalid-after"] = .bytes(self.dateText(facts.validUntil))
    }

    private func dateText(_ epochSeconds: Int64) -> WordBytes {
        self.timeText(epochSeconds + self.traits.timeZoneOffsetSeconds)
    }

    /// Each certificate of the file becomes a row named after it, with `_0`, `_1` … behind (manual, Certificates page).
    ///
    /// ASSUMED: before 7.15, which has no `trusted`, and without it, an imported certificate is trusted; a file without any is refused so.
    private mutating func importCertificates(
        _ request: CommandRequest,
        _ context: CommandContext
    ) throws(CommandTrap) {
        guard let file = request["file-name"] else { throw .missing("file-name") }
        guard let contents = self.fileContents(file) else { throw CommandTrap("failure: file not found") }
        if contents.text.contains("PRIVATE KEY-----") { throw .notSimulated("\(request.path) of a private key") }
        let found = CertificateFacts.read(contents.bytes)
        if found.isEmpty { throw CommandTrap("failure: no certificates found in file") }
        let isTrusted = request["trusted"].flatMap(Self.boolean) ?? true
        for (number, facts) in found.enumerated() {
            // The same certificate again changes nothing.
            let fingerprint = WordBytes(facts.fingerprint.description)
            let rows = self.tables[Menu.certificate.path]?.allRows() ?? []
            if rows.contains(where: { $0.bytes("fingerprint") == fingerprint }) { continue }
            let name = request["name"].map { $0.isEmpty ? file : $0 } ?? file
            let taken = WordBytes("\(name)_\(number)")
            guard let id = self.tables[Menu.certificate.path]?.takeID() else { return }
            var row = TableRow(id: id, serial: self.takeSerial(), values: ["name": .bytes(taken)])
            if isTrusted { row.values["trusted"] = .bytes("true") }
            self.describe(&row, by: facts.text)
            self.tables[Menu.certificate.path]?.insert(row)
            self.noteConfigurationWrite()
            self.note(.written, id, in: Menu.certificate.path)
        }
    }

    /// The certificate as `cert_export_<name>.crt`, or the name that is given (manual, Certificates page).
    private mutating func exportCertificate(
        _ request: CommandRequest,
        _ context: CommandContext
    ) throws(CommandTrap) {
        if request["export-passphrase"].map({ !$0.isEmpty }) ?? false {
            throw .notSimulated("\(request.path) of a key")
        }
        for id in try self.findIDs(request, in: .certificate) {
            guard let row = self.tables[Menu.certificate.path]?[id], let pem = row.bytes("pem") else { continue }
            let name = request["file-name"]?.text ?? "cert_export_\(row.bytes("name")?.text ?? "")"
            try self.writeFile(WordBytes("\(name).crt"), pem, now: context.now)
        }
    }

    /// A certificate goes with those that it signed (manual, Certificates page).
    private mutating func removeIssued(by request: CommandRequest) throws(CommandTrap) {
        for id in try self.findIDs(request, in: .certificate) {
            guard let name = self.tables[Menu.certificate.path]?[id]?.bytes("name") else { continue }
            let issued = (self.tables[Menu.certificate.path]?.allRows() ?? []).filter {
                $0.bytes("ca") == name && $0.id != id
            }
            try self.remove(ids: issued.map(\.id), in: .certificate)
        }
    }

    /// What `api-ssl` shows of itself; nil without a certificate.
    var apiIdentity: TLSServerIdentity? {
        guard let name = self.tables[Menu.ipService.path]?.rows(named: "api-ssl").first?.bytes("certificate"),
            let row = self.tables[Menu.certificate.path]?.rows(named: name).first
        else { return nil }
        return self.identities[row.serial]
    }

    /// The certificate that a router was started with.
    mutating func setUpCertificate(_ identity: TLSServerIdentity) {
        guard let name = self.traits.apiCertificate else { return }
        self.put(Menu.certificate.path, ["name": WordBytes(name), "private-key": "true", "trusted": "true"])
        guard var row = self.tables[Menu.certificate.path]?.allRows().last else { return }
        self.identities[row.serial] = identity
        self.describe(&row, by: identity.certificatePEM ?? "")
        self.tables[Menu.certificate.path]?.update(row)
    }
}
