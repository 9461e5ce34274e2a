import RouterOSAPI

/// A row of a menu as scripts see it: with values that have a type.
struct ScriptRow: Sendable {
    let menu: Menu
    let printed: PrintedRow
    let version: RouterOSVersion

    /// A property's value, or nil when the menu has no such property.
    func value(of name: String) -> ScriptValue? {
        if name == ".id" { return self.printed[".id"].map(Self.id) ?? .nothing }
        guard let property = self.menu.property(name, version: self.version) else { return nil }
        guard let text = self.printed[name] else {
            // ASSUMED: a flag that is not there is false.
            if case .boolean = property.kind { return .boolean(false) }
            return .nothing
        }
        return property.kind.scriptValue(text)
    }

    /// Everything that the row has, as `print as-value` and `get` without a name give it.
    var all: ScriptValue {
        var array = ScriptArray()
        for field in self.printed.fields {
            array.set(self.value(of: field.name) ?? .string(field.value), for: WordBytes(field.name))
        }
        return .array(array)
    }

    static func id(_ text: WordBytes) -> ScriptValue {
        RowID(text).map { .id($0) } ?? .string(text)
    }
}

extension PropertyKind {
    /// A printed value as a script has it.
    ///
    /// The manual's tips say so of addresses with a length: they are texts. ASSUMED for all other kinds: numbers, times, booleans and
    /// lists are values of their own, anything else is text.
    func scriptValue(_ text: WordBytes) -> ScriptValue {
        switch self {
        case .boolean: RouterState.boolean(text).map { .boolean($0) } ?? .string(text)
        case .duration: DurationText.read(text).map { .time($0 * 1_000_000) } ?? .string(text)
        case .integer: ScriptLiteral.number(text).map { .number($0) } ?? .string(text)
        case .address: IPv4(text.text).map { .address($0) } ?? .string(text)
        case .set, .durations: .array(ScriptArray(text.commaSeparated().map { .string($0) }))
        default: .string(text)
        }
    }
}
