/// A value of the scripting language.
///
/// Types: manual, Scripting page. `nothing` is what a name stands for that nobody gave a value, `nil` what a function gives
/// that found nothing: both are told apart by `:typeof` only.
indirect enum ScriptValue: Hashable, Sendable {
    case nothing
    case none
    case boolean(Bool)
    case number(Int64)
    case string(WordBytes)
    /// Nanoseconds: a time has as many digits (`:timestamp` gives 2735w21:41:43.481891543).
    case time(Int64)
    case address(IPv4)
    case prefix(IPv4, length: UInt8)
    case id(RowID)
    case array(ScriptArray)
    case code(ScriptCode)

    static let emptyText = ScriptValue.string("")

    static func text(_ text: String) -> ScriptValue {
        .string(WordBytes(text))
    }

    /// What `:typeof` says.
    var typeName: String {
        switch self {
        case .nothing: "nothing"
        case .none: "nil"
        case .boolean: "bool"
        case .number: "num"
        case .string: "str"
        case .time: "time"
        case .address: "ip"
        case .prefix: "ip-prefix"
        case .id: "id"
        case .array: "array"
        // A function made by `do={}` is an array that holds code, `:parse` gives code.
        // ASSUMED: both say `code`, which was measured for `:parse`.
        case .code: "code"
        }
    }

    var isAbsent: Bool {
        self == .nothing || self == .none
    }

    var elements: ScriptArray? {
        guard case .array(let array) = self else { return nil }
        return array
    }

    /// How many arrays stand in each other.
    var depth: Int { self.elements?.depth ?? 0 }

    /// About how much memory it takes, in bytes.
    var weight: Int {
        switch self {
        case .string(let bytes): 24 + bytes.bytes.count
        case .array(let array): array.weight
        default: 24
        }
    }
}

/// A piece of a script that can be called.
struct ScriptCode: Hashable, Sendable {
    let program: ScriptProgram

    static func == (left: ScriptCode, right: ScriptCode) -> Bool {
        left.program === right.program
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(self.program))
    }
}
