import GatewayDomain

/// The members of an object, read by name with one clear error for whatever is wrong with them.
///
/// A member that is null counts as absent, except where the difference is asked for with ``isNull(_:)``.
struct JSONFields: Sendable {
    private let members: [String: JSON]
    /// What stands before a name in errors: `theme.` within the member `theme`.
    private let path: String

    init(_ members: [JSON.Member], path: String) {
        self.members = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
        self.path = path
    }

    /// What a member is called in errors.
    func name(_ name: String) -> String { path + name }

    /// Whether the member is there, be it null.
    func has(_ name: String) -> Bool { members[name] != nil }

    /// Whether the member is there and null.
    func isNull(_ name: String) -> Bool { members[name] == .null }

    /// Refuses members that nobody knows, the first one by name.
    func refuseUnknown(known: Set<String>) throws(APIError) {
        guard let unknown = members.keys.filter({ !known.contains($0) }).min() else { return }
        let shown = String(unknown.prefix(64))
        throw APIError(.parameterUnknown, "The '\(name(shown))' parameter is unknown here; leave it out.")
    }

    /// The value of a member as it is; nil when it is absent or null.
    func value(_ name: String) -> JSON? {
        guard let value = members[name], value != .null else { return nil }
        return value
    }

    private func required<Value>(_ name: String, _ value: Value?) throws(APIError) -> Value {
        guard let value else { throw .missing(self.name(name)) }
        return value
    }

    // MARK: - Numbers and flags

    /// A whole number within bounds.
    func integer(_ name: String, in bounds: ClosedRange<Int64>) throws(APIError) -> Int64 {
        try required(name, try optionalInteger(name, in: bounds))
    }

    /// A whole number within bounds, or nil.
    func optionalInteger(_ name: String, in bounds: ClosedRange<Int64>) throws(APIError) -> Int64? {
        guard let value = value(name) else { return nil }
        guard case .integer(let integer) = value, bounds.contains(integer) else {
            let expected =
                bounds.upperBound == .max
                ? "must be an integer of \(bounds.lowerBound) or more"
                : "must be an integer from \(bounds.lowerBound) to \(bounds.upperBound)"
            throw .invalid(self.name(name), expected)
        }
        return integer
    }

    /// True or false, or nil.
    func optionalBoolean(_ name: String) throws(APIError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard case .boolean(let flag) = value else { throw .invalid(self.name(name), "must be true or false") }
        return flag
    }

    // MARK: - Text

    /// A text.
    func string(_ name: String) throws(APIError) -> String {
        try required(name, try optionalString(name))
    }

    /// A text, or nil.
    func optionalString(_ name: String) throws(APIError) -> String? {
        guard let value = value(name) else { return nil }
        guard case .string(let text) = value else { throw .invalid(self.name(name), "must be a string") }
        return text
    }

    /// One of a closed set of words.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        of _: Choice.Type = Choice.self
    ) throws(APIError) -> Choice {
        try required(name, try optionalChoice(name))
    }

    /// One of a closed set of words, or nil.
    func optionalChoice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        of _: Choice.Type = Choice.self
    ) throws(APIError) -> Choice? {
        guard let text = try optionalString(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid(self.name(name), "must be one of \(words)")
        }
        return choice
    }

    /// The id of something.
    func id<Entity>(_ name: String, of _: Entity.Type = Entity.self) throws(APIError) -> Identifier<Entity> {
        try required(name, try optionalID(name))
    }

    /// The id of something, or nil.
    func optionalID<Entity>(_ name: String, of _: Entity.Type = Entity.self) throws(APIError) -> Identifier<Entity>? {
        guard let text = try optionalString(name) else { return nil }
        guard UUIDText.isValid(text) else { throw .invalid(self.name(name), "must be a UUID") }
        return Identifier(text)
    }

    // MARK: - Values within

    /// The members of an object, or nil.
    func optionalObject(_ name: String) throws(APIError) -> JSONFields? {
        guard let value = value(name) else { return nil }
        guard case .object(let members) = value else { throw .invalid(self.name(name), "must be an object") }
        return JSONFields(members, path: "\(self.name(name)).")
    }

    /// An array of objects, or nil.
    func optionalObjects(_ name: String, countMaximum: Int) throws(APIError) -> [JSONFields]? {
        guard let elements = try optionalArray(name, of: "objects", countMaximum: countMaximum) else { return nil }
        var objects: [JSONFields] = []
        for (index, element) in elements.enumerated() {
            guard case .object(let members) = element else {
                throw .invalid(self.name("\(name)[\(index)]"), "must be an object")
            }
            objects.append(JSONFields(members, path: "\(self.name("\(name)[\(index)]"))."))
        }
        return objects
    }

    /// An array of texts, or nil.
    func optionalStrings(_ name: String, countMaximum: Int) throws(APIError) -> [String]? {
        guard let elements = try optionalArray(name, of: "strings", countMaximum: countMaximum) else { return nil }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            guard case .string(let text) = element else {
                throw .invalid(self.name("\(name)[\(index)]"), "must be a string")
            }
            texts.append(text)
        }
        return texts
    }

    /// An array of ids, or nil.
    func optionalIDs<Entity>(
        _ name: String,
        countMaximum: Int,
        of _: Entity.Type = Entity.self
    ) throws(APIError) -> [Identifier<Entity>]? {
        guard let texts = try optionalStrings(name, countMaximum: countMaximum) else { return nil }
        if let index = texts.firstIndex(where: { !UUIDText.isValid($0) }) {
            throw .invalid(self.name("\(name)[\(index)]"), "must be a UUID")
        }
        return texts.map { Identifier($0) }
    }

    private func optionalArray(_ name: String, of kind: String, countMaximum: Int) throws(APIError) -> [JSON]? {
        guard let value = value(name) else { return nil }
        guard case .array(let elements) = value, elements.count <= countMaximum else {
            throw .invalid(self.name(name), "must be an array of at most \(countMaximum) \(kind)")
        }
        return elements
    }
}
