extension RouterState {
    /// Reads a value for a property into the form in which it is kept.
    ///
    /// - Returns: nil when the value means "not set".
    func read(_ value: WordBytes, for property: Property) throws(CommandTrap) -> StoredValue? {
        if property.neutral.contains(value) { return nil }
        let stored = try self.read(value, as: property.kind, name: property.name)
        if case .bytes(let bytes) = stored, property.neutral.contains(bytes) { return nil }
        return stored
    }

    private func read(_ value: WordBytes, as kind: PropertyKind, name: String) throws(CommandTrap) -> StoredValue {
        switch kind {
        case .text:
            return .bytes(value)
        case .boolean:
            guard let boolean = Self.boolean(value) else { throw .invalidValue(name) }
            return .bytes(boolean ? "true" : "false")
        case .duration(let words):
            if words.contains(value) { return .bytes(value) }
            guard let milliseconds = DurationText.read(value) else { throw .invalidValue(name) }
            return .bytes(DurationText.write(milliseconds: milliseconds))
        case .durations:
            let parts = value.commaSeparated().map(DurationText.read)
            guard !parts.isEmpty, !parts.contains(nil) else { throw .invalidValue(name) }
            let texts = parts.map { DurationText.write(milliseconds: $0 ?? 0).text }
            return .bytes(WordBytes(texts.joined(separator: ",")))
        case .integer(let range, let words, let suffixes):
            if words.contains(value) { return .bytes(value) }
            guard let number = Self.integer(value, suffixes: suffixes) else { throw .invalidValue(name) }
            guard range.contains(number) else { throw .outOfRange(name, range) }
            return .bytes(WordBytes(number))
        case .address:
            guard let address = IPv4(value.text) else { throw .invalidValue(name) }
            return .bytes(WordBytes(address.text))
        case .addressPrefix, .addressRange:
            guard AddressRange(value.text) != nil else { throw .invalidValue(name) }
            return .bytes(value)
        case .hardwareAddress:
            guard let address = HardwareAddress(value.text) else { throw .invalidValue(name) }
            return .bytes(WordBytes(address.text))
        case .enumeration(let words):
            guard words.contains(value) else { throw .noMatch(name) }
            return .bytes(value)
        case .set(let words):
            let parts = value.commaSeparated()
            guard parts.allSatisfy(words.contains) else { throw .noMatch(name) }
            // ASSUMED: printed in the router's own order; the real replies have `cookie,http-chap,https`.
            return .bytes(WordBytes(words.filter(parts.contains).map(\.text).joined(separator: ",")))
        case .reference(let menu, let words):
            if words.contains(value) { return .bytes(value) }
            return try self.readReference(value, menu: menu, name: name)
        case .negatable(let kind):
            guard value.hasPrefix("!") else { return try self.read(value, as: kind, name: name) }
            let stored = try self.read(WordBytes(value.bytes.dropFirst()), as: kind, name: name)
            // ASSUMED: a negated reference is kept as text.
            guard case .bytes(let bytes) = stored else { return .bytes(value) }
            return .bytes(WordBytes([UInt8(ascii: "!")] + bytes.bytes))
        }
    }

    /// An unknown referent is refused with the argument's name (measured on 7.23.7; `profile` is reported by many
    /// clients).
    private func readReference(_ value: WordBytes, menu: String, name: String) throws(CommandTrap) -> StoredValue {
        guard let table = self.tables[menu] else {
            let tunnels = self.tables[Menu.wireGuard.path]?.rows(named: value) ?? []
            guard self.traits.interfaces.contains(value.text) || !tunnels.isEmpty else { throw .noMatch(name) }
            return .bytes(value)
        }
        let row = table.rows(named: value).first ?? RowID(value).flatMap { table[$0] }
        guard let row else { throw .noMatch(name) }
        return .row(row.reference)
    }

    static func boolean(_ value: WordBytes) -> Bool? {
        switch value.text {
        case "true", "yes": true
        case "false", "no": false
        default: nil
        }
    }

    private static func integer(_ value: WordBytes, suffixes: Bool) -> Int64? {
        let text = value.text
        // ASSUMED: k is 1,000, as in rates.
        let factors: [Character: Int64] = ["k": 1000, "M": 1_000_000, "G": 1_000_000_000]
        guard suffixes, let last = text.last, let factor = factors[last] else {
            return text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
        }
        guard let number = Int64(text.dropLast()), number >= 0 else { return nil }
        let (product, tooLarge) = number.multipliedReportingOverflow(by: factor)
        return tooLarge ? nil : product
    }
}
