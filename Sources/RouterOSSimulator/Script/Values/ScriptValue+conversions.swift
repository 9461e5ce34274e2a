/// `:tonum` and its kin; what cannot be converted is `nil` (manual, Scripting page: "the output will be empty").
extension ScriptValue {
    /// A time counts in seconds (`[:tonum [:timestamp]]`, reported for 7.x).
    ///
    /// ASSUMED: an address is its number, true is 1, an id its number.
    var asNumber: ScriptValue {
        switch self {
        case .number: self
        case .string(let text): ScriptLiteral.number(text).map { .number($0) } ?? .none
        case .time(let value): .number(value / ScriptTime.second)
        case .address(let address): .number(Int64(address.number))
        case .boolean(let value): .number(value ? 1 : 0)
        case .id(let id): .number(Int64(id.number))
        default: .none
        }
    }

    /// ASSUMED: a number counts in seconds, also as text; dates are not read.
    var asTime: ScriptValue {
        switch self {
        case .time: return self
        case .number(let seconds):
            let (value, tooLarge) = seconds.multipliedReportingOverflow(by: ScriptTime.second)
            return tooLarge ? .none : .time(value)
        case .string(let text):
            if let number = ScriptLiteral.number(text) { return ScriptValue.number(number).asTime }
            return ScriptTime.read(text).map { .time($0) } ?? .none
        default: return .none
        }
    }

    /// ASSUMED: numbers are true when they are not zero.
    var asBoolean: ScriptValue {
        switch self {
        case .boolean: self
        case .string(let text): RouterState.boolean(text).map { .boolean($0) } ?? .none
        case .number(let value): .boolean(value != 0)
        default: .none
        }
    }

    /// A text is cut at its commas (manual, Scripting page); the empty one gives the empty array (manual, tips and tricks).
    ///
    /// ASSUMED: the parts are typed by their form, and any other value is an array of one.
    var asArray: ScriptValue {
        switch self {
        case .array: return self
        case .string(let text):
            if text.isEmpty { return .array(ScriptArray()) }
            let parts = text.bytes.split(separator: .comma, omittingEmptySubsequences: false)
            return .array(ScriptArray(parts.map { ScriptLiteral.single(WordBytes($0)) }))
        case .nothing, .none: return .array(ScriptArray())
        default: return .array(ScriptArray([self]))
        }
    }

    var asID: ScriptValue {
        switch self {
        case .id: self
        case .string(let text): RowID(text).map { .id($0) } ?? .none
        default: .none
        }
    }

    var asAddress: ScriptValue {
        switch self {
        case .address: self
        case .string(let text): IPv4(text.text).map { .address($0) } ?? .none
        // ASSUMED: the first address of a prefix.
        case .prefix(let address, _): .address(address)
        case .number(let value): UInt32(exactly: value).map { .address(IPv4($0)) } ?? .none
        default: .none
        }
    }

    /// Whether a condition holds; nil for what is no condition.
    ///
    /// ASSUMED: anything but a boolean is refused, except what is absent, which does not hold.
    var truth: Bool? {
        switch self {
        case .boolean(let value): value
        case .nothing, .none: false
        default: nil
        }
    }
}
