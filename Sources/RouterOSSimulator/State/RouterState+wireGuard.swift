import Crypto

/// `/interface/wireguard`: keys are real ones.
extension RouterState {
    /// An interface without a key makes one (manual, WireGuard page).
    mutating func writeWireGuard(
        _ request: CommandRequest,
        verb: String,
        in menu: Menu
    ) throws(CommandTrap) -> WordBytes? {
        var attributes = request.attributes
        if verb == "add", !request.has("private-key") {
            let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &self.scripts.generator) }
            attributes.append(.init(name: "private-key", value: WordBytes(ScriptArguments.base64(bytes))))
        }
        if verb == "add", !request.has("name") {
            let count = self.tables[menu.path]?.count ?? 0
            attributes.append(.init(name: "name", value: WordBytes("wireguard\(count + 1)")))
        }
        let key = attributes.last { $0.name == "private-key" }.map(\.value)
        let publicKey = try key.map { value throws(CommandTrap) in try Self.publicKey(of: value) }
        let written = CommandRequest(request.path, attributes: attributes)
        let ids: [RowID]
        var ret: WordBytes?
        if verb == "add" {
            let id = try self.add(written, in: menu)
            ids = [id]
            ret = id.word
        } else {
            ids = try self.findIDs(written, in: menu)
            try self.writeRows(written, verb: verb, in: menu)
        }
        guard let publicKey else { return ret }
        for id in ids {
            guard var row = self.tables[menu.path]?[id] else { continue }
            row.values["public-key"] = .bytes(publicKey)
            self.tables[menu.path]?.update(row)
        }
        return ret
    }

    private static func publicKey(of key: WordBytes) throws(CommandTrap) -> WordBytes {
        guard let bytes = ScriptArguments.bytes(base64: key.bytes), bytes.count == 32 else {
            throw .invalidValue("private-key")
        }
        do {
            let made = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes)
            return WordBytes(ScriptArguments.base64(Array(made.publicKey.rawRepresentation)))
        } catch {
            throw .invalidValue("private-key")
        }
    }
}
