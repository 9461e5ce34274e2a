/// A page of the hotspot with its variables and conditions (manual, HotSpot customisation page).
///
/// `$(name)` is a variable, `$(name-esc)` the same for a URL; `$(if name)`, `$(if name == value)` and `!=` begin what is
/// shown under a condition, up to `$(elif …)`, `$(else)` or `$(endif)`. `$(if http-status == 302)…$(endif)` and
/// `$(if http-header == "Location")…$(endif)` show nothing: they set the status and a header of the answer.
/// ASSUMED: conditions may stand within conditions, a name that is no variable becomes nothing, and a `$` without a bracket
/// after it, or a bracket that is never closed, stays as it is.
struct HotspotTemplate {
    /// What came of a page.
    struct Output: Equatable {
        var body: [UInt8] = []
        /// The status line behind the version, for example `302 Found`.
        var status: String?
        /// The last one of each name.
        var headers: [(name: String, value: String)] = []

        static func == (left: Output, right: Output) -> Bool {
            left.body == right.body && left.status == right.status
                && left.headers.map(\.name) == right.headers.map(\.name)
                && left.headers.map(\.value) == right.headers.map(\.value)
        }
    }

    private enum Use {
        case shown
        case status(String)
        case header(String)
    }

    /// A condition that is open: whether one of its branches was taken, whether this one is, and what becomes of it.
    private struct Branch {
        var wasTaken: Bool
        var isTaken: Bool
        var use: Use
        var text: [UInt8] = []
    }

    private let variables: (String) -> String
    private var output = Output()
    private var branches: [Branch] = []

    private init(variables: @escaping (String) -> String) {
        self.variables = variables
    }

    /// Fills a page in.
    static func render(_ page: some Collection<UInt8>, _ variables: @escaping (String) -> String) -> Output {
        var template = HotspotTemplate(variables: variables)
        var rest = ArraySlice(Array(page))
        while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
            template.write(rest[..<dollar])
            let behind = rest[(dollar + 1)...]
            if behind.first == UInt8(ascii: "("), let end = Self.end(of: behind.dropFirst()) {
                template.directive(String(decoding: behind[(dollar + 2)..<end], as: UTF8.self))
                rest = rest[(end + 1)...]
            } else {
                template.write([UInt8(ascii: "$")])
                rest = behind
            }
        }
        template.write(rest)
        while !template.branches.isEmpty { template.close() }
        return template.output
    }

    /// The closing bracket; one between quotes is a part of the value (the manual's example of a user agent).
    private static func end(of text: ArraySlice<UInt8>) -> Int? {
        var quote: UInt8?
        for index in text.indices {
            let byte = text[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ")") {
                return index
            }
        }
        return nil
    }

    private mutating func write(_ bytes: some Sequence<UInt8>) {
        guard self.branches.allSatisfy(\.isTaken) else { return }
        if self.branches.isEmpty {
            self.output.body += bytes
        } else {
            self.branches[self.branches.count - 1].text += bytes
        }
    }

    private mutating func directive(_ text: String) {
        let word = text.prefix { $0 != " " }
        let rest = text.dropFirst(word.count).drop { $0 == " " }
        switch word {
        case "if":
            self.branches.append(self.opened(String(rest)))
        case "elif" where !self.branches.isEmpty:
            let next = self.opened(String(rest))
            self.turn(to: next.isTaken)
        case "else" where !self.branches.isEmpty:
            self.turn(to: true)
        case "endif" where !self.branches.isEmpty:
            self.close()
        default:
            self.write(self.value(text).utf8)
        }
    }

    private mutating func turn(to isTrue: Bool) {
        let last = self.branches.count - 1
        self.branches[last].isTaken = isTrue && !self.branches[last].wasTaken
        self.branches[last].wasTaken = self.branches[last].wasTaken || isTrue
    }

    private mutating func close() {
        let branch = self.branches.removeLast()
        let text = String(decoding: branch.text, as: UTF8.self).filter { !$0.isNewline }
        guard self.branches.allSatisfy(\.isTaken) else { return }
        switch branch.use {
        case .shown:
            self.write(branch.text)
        case .status(let code):
            self.output.status = "\(code) \(text)"
        case .header(let name):
            self.output.headers.removeAll { $0.name == name }
            self.output.headers.append((name, text))
        }
    }

    private func opened(_ condition: String) -> Branch {
        for (mark, isEqual) in [("==", true), ("!=", false)] {
            guard let range = condition.firstRange(of: mark) else { continue }
            let name = Self.bare(condition[..<range.lowerBound])
            let expected = Self.bare(condition[range.upperBound...])
            if isEqual, name == "http-status" { return Branch(wasTaken: true, isTaken: true, use: .status(expected)) }
            if isEqual, name == "http-header" { return Branch(wasTaken: true, isTaken: true, use: .header(expected)) }
            let isTrue = (self.variables(name) == expected) == isEqual
            return Branch(wasTaken: isTrue, isTaken: isTrue, use: .shown)
        }
        let isTrue = !self.variables(Self.bare(condition[...])).isEmpty
        return Branch(wasTaken: isTrue, isTaken: isTrue, use: .shown)
    }

    private func value(_ name: String) -> String {
        let own = self.variables(name)
        guard own.isEmpty, name.hasSuffix("-esc") else { return own }
        return FormText.encoded(self.variables(String(name.dropLast(4))))
    }

    /// A word without spaces around it, and without its quotes.
    private static func bare(_ text: Substring) -> String {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        if text.count > 1, let quote = text.first, quote == "\"" || quote == "'", text.last == quote {
            text = text.dropFirst().dropLast()
        }
        return String(text)
    }
}
