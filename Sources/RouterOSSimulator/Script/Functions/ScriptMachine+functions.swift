/// The commands of the language that give a value.
extension ScriptMachine {
    mutating func callFunction(
        _ name: String,
        _ names: [String],
        _ environment: inout ScriptEnvironment
    ) throws(ScriptFailure) -> ScriptAction? {
        let values = self.pop(names.count)
        let arguments = ScriptArguments(
            values: Dictionary(zip(names, values), uniquingKeysWith: { $1 }),
            position: self.position
        )
        switch name {
        case "put":
            try self.print(arguments["message"].shown)
            self.push(.nothing)
        case "timestamp": self.push(.time(environment.timestamp))
        case "nothing": self.push(.nothing)
        case "jobname": self.push(.text(environment.jobName))
        case "rndnum": self.push(try arguments.randomNumber(using: &environment.generator))
        case "rndstr": try self.pushMeasured(try arguments.randomText(using: &environment.generator))
        case "resolve": return .resolve(arguments["domain-name"].shown, self.position)
        case "serialize":
            let text = try arguments.serialized(environment.version)
            if case .string(let name) = arguments["file-name"] { return .writeFile(name, contents: text) }
            try self.pushMeasured(.string(text))
        case "deserialize": try self.pushMeasured(try arguments.deserialized(environment.version))
        case "convert": try self.pushMeasured(try arguments.converted())
        case "pick": try self.pushMeasured(try arguments.picked())
        case "find": self.push(try arguments.found())
        case "range": try self.pushMeasured(try arguments.range())
        default: try self.pushMeasured(try arguments.converted(by: name))
        }
        return nil
    }

    mutating func print(_ text: WordBytes) throws(ScriptFailure) {
        guard self.output.count + text.bytes.count < Self.outputBytesMaximum else {
            throw .exhausted("more than \(Self.outputBytesMaximum) bytes of output")
        }
        if !self.output.isEmpty { self.output.append(.newline) }
        self.output += text.bytes
    }
}

/// What a function was given.
struct ScriptArguments {
    let values: [String: ScriptValue]
    let position: ScriptPosition

    subscript(name: String) -> ScriptValue {
        self.values[name] ?? .nothing
    }

    func has(_ name: String) -> Bool { self.values[name] != nil }

    func number(_ name: String, default fallback: Int64? = nil) throws(ScriptFailure) -> Int64 {
        guard let value = self.values[name], !value.isAbsent else {
            if let fallback { return fallback }
            throw .runtime("missing value(s) of argument(s) \(name)", at: self.position)
        }
        // ASSUMED: a text is no number here.
        guard case .number(let number) = value else { throw self.invalid(name) }
        return number
    }

    func invalid(_ name: String) -> ScriptFailure {
        .runtime("invalid value for argument \(name)", at: self.position)
    }

    /// `:typeof`, `:len` and the conversions.
    func converted(by function: String) throws(ScriptFailure) -> ScriptValue {
        let value = self["value"]
        switch function {
        case "typeof": return .text(value.typeName)
        // ASSUMED: of anything but texts and arrays, the length of its text.
        case "len": return .number(Int64(value.elements?.count ?? value.shown.bytes.count))
        case "tostr": return .string(value.shown)
        case "tonum": return value.asNumber
        case "tobool": return value.asBoolean
        case "toarray": return value.asArray
        case "totime": return value.asTime
        case "toid": return value.asID
        case "toip": return value.asAddress
        case "tonsec":
            guard case .time(let time) = value.asTime else { return .none }
            return .number(time)
        case "tolf": return .string(Self.lines(value.shown, separatedBy: [.newline]))
        case "tocrlf": return .string(Self.lines(value.shown, separatedBy: [.carriageReturn, .newline]))
        default: throw .notSimulated(":\(function)", at: self.position)
        }
    }

    private static func lines(_ text: WordBytes, separatedBy separator: [UInt8]) -> WordBytes {
        var result: [UInt8] = []
        for (index, byte) in text.bytes.enumerated() {
            if byte == .carriageReturn, index + 1 < text.bytes.count, text.bytes[index + 1] == .newline { continue }
            if byte == .newline { result += separator } else { result.append(byte) }
        }
        return WordBytes(result)
    }

    /// One element, or those from `begin` up to before `end` (manual, Scripting page).
    ///
    /// ASSUMED: places outside are left out, and one alone outside gives nothing.
    func picked() throws(ScriptFailure) -> ScriptValue {
        let value = self["value"]
        let begin = try self.number("begin")
        let end = self["end"].isAbsent ? nil : try self.number("end")
        if case .array(let array) = value {
            guard let end else { return array[begin] ?? .nothing }
            let all = array.all
            let first = min(max(0, begin), Int64(all.count))
            let last = max(first, min(end, Int64(all.count)))
            return .array(ScriptArray(Array(all[Int(first)..<Int(last)])))
        }
        let bytes = value.shown.bytes
        let first = min(max(0, begin), Int64(bytes.count))
        let (following, isTooLarge) = begin.addingReportingOverflow(1)
        let last = max(first, min(end ?? (isTooLarge ? begin : following), Int64(bytes.count)))
        return .string(WordBytes(bytes[Int(first)..<Int(last)]))
    }

    /// The place of a part; the search begins behind `from`, so that -1 means from the start (manual: `:find "abc" "a" -1`).
    func found() throws(ScriptFailure) -> ScriptValue {
        let from = try self.number("from", default: -1)
        let start = Int(max(0, min(from, Int64(Int32.max)) + 1))
        if case .array(let array) = self["in"] {
            let place = array.all.enumerated().first { $0.offset >= start && $0.element == self["key"] }
            return place.map { .number(Int64($0.offset)) } ?? .none
        }
        let text = self["in"].shown.bytes
        let key = self["key"].shown.bytes
        return Self.place(of: key, in: text, from: start).map { .number(Int64($0)) } ?? .none
    }

    /// Looks at each byte once (Knuth, Morris and Pratt): both texts may be long.
    private static func place(of key: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        guard !key.isEmpty, start < text.count else { return nil }
        // How many bytes of the key stand at its beginning and before each place as well.
        var overlaps = [0]
        for byte in key.dropFirst() {
            var overlap = overlaps[overlaps.count - 1]
            while overlap > 0, key[overlap] != byte { overlap = overlaps[overlap - 1] }
            overlaps.append(key[overlap] == byte ? overlap + 1 : 0)
        }
        var matched = 0
        for place in start..<text.count {
            while matched > 0, key[matched] != text[place] { matched = overlaps[matched - 1] }
            if key[matched] == text[place] { matched += 1 }
            if matched == key.count { return place + 1 - key.count }
        }
        return nil
    }

    func range() throws(ScriptFailure) -> ScriptValue {
        let (from, to) = (try self.number("from"), try self.number("to"))
        let (length, isTooLarge) = to.subtractingReportingOverflow(from)
        guard from <= to, !isTooLarge, length < 10_000 else { throw self.invalid("to") }
        return .array(ScriptArray((from...to).map { .number($0) }))
    }

    func randomNumber(using generator: inout SeededGenerator) throws(ScriptFailure) -> ScriptValue {
        let (from, to) = (try self.number("from"), try self.number("to"))
        guard from <= to else { throw self.invalid("to") }
        return .number(Int64.random(in: from...to, using: &generator))
    }

    /// Defaults: all letters and digits, 16 of them (manual, Scripting page).
    func randomText(using generator: inout SeededGenerator) throws(ScriptFailure) -> ScriptValue {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
        let from = self.has("from") ? self["from"].shown.bytes : letters
        let length = try self.number("length", default: 16)
        guard !from.isEmpty, (0...65_536).contains(length) else { throw self.invalid("length") }
        return .string(WordBytes((0..<length).map { _ in from.randomElement(using: &generator) ?? 0 }))
    }
}
