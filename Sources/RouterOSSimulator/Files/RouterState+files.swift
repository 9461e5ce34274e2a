/// The router's files, as other parts of the router read and write them; the verbs of `/file` are in `RouterState+fileVerbs.swift`.
extension RouterState {
    /// What a file holds; nil when there is none of that name, or it is a directory.
    func fileContents(_ name: WordBytes) -> WordBytes? {
        guard let row = self.file(named: name), row.bytes("type") != "directory" else { return nil }
        return row.bytes("contents") ?? ""
    }

    /// Whether a directory has at least one file.
    func hasFiles(in directory: String) -> Bool {
        let prefix = directory + "/"
        return (self.tables[Menu.file.path]?.allRows() ?? []).contains { $0.bytes("name")?.hasPrefix(prefix) ?? false }
    }

    /// Flash that files leave free.
    var freeFlashBytes: Int64 {
        let used = (self.tables[Menu.file.path]?.allRows() ?? []).reduce(0) {
            $0 + ($1.bytes("contents")?.bytes.count ?? 0)
        }
        return max(0, self.traits.freeFlashBytes - Int64(used))
    }

    /// Writes a file, new or not, as the router itself does: for a command that makes files.
    ///
    /// As large as the flash has room for: the limit of `contents` is one of the verbs of `/file`.
    mutating func writeFile(_ name: WordBytes, _ contents: WordBytes, now: Duration) throws(CommandTrap) {
        let attributes: [CommandRequest.Attribute] = [.init(name: "contents", value: contents)]
        if let row = self.file(named: name) {
            try self.changeFiles(attributes, ids: [row.id], now: now)
        } else {
            _ = try self.makeFile([.init(name: "name", value: name)] + attributes, now: now)
        }
    }

    /// Makes a directory, if there is none of that name.
    mutating func makeDirectory(_ name: WordBytes, now: Duration) throws(CommandTrap) {
        guard self.file(named: name) == nil else { return }
        _ = try self.makeFile(
            [.init(name: "name", value: name), .init(name: "type", value: "directory")],
            now: now
        )
    }

    mutating func makeFile(_ attributes: [CommandRequest.Attribute], now: Duration) throws(CommandTrap) -> RowID {
        let request = CommandRequest("/file/add", attributes: attributes.map(Self.withFileName))
        try self.checkDirectory(of: request["name"] ?? "", now: now)
        let source = try request["copy-from"].flatMap { value throws(CommandTrap) in
            try self.anchor(value, in: .file).flatMap { self.tables[Menu.file.path]?[$0]?.bytes("contents") }
        }
        try self.checkRoom(for: (request["contents"] ?? source)?.bytes.count ?? 0)
        let id = try self.add(request, in: .file)
        self.describeFile(id, now: now)
        return id
    }

    mutating func changeFiles(
        _ attributes: [CommandRequest.Attribute],
        ids: [RowID],
        now: Duration
    ) throws(CommandTrap) {
        let attributes = attributes.map(Self.withFileName)
        let contents = attributes.last { $0.name == "contents" }?.value
        var growth = 0
        for id in ids {
            guard let row = self.tables[Menu.file.path]?[id], let contents else { continue }
            // ASSUMED: the words of this refusal.
            if row.bytes("type") == "directory" { throw CommandTrap("failure: is a directory") }
            growth += contents.bytes.count - (row.bytes("contents")?.bytes.count ?? 0)
        }
        try self.checkRoom(for: growth)
        try self.set(attributes, ids: ids, in: .file)
        for id in ids { self.describeFile(id, now: now) }
    }

    private func file(named name: WordBytes) -> TableRow? {
        self.tables[Menu.file.path]?.rows(named: Self.fileName(name)).first
    }

    /// A name may begin with a slash (manual, Files page).
    ///
    /// ASSUMED: it is kept and shown without.
    private static func fileName(_ name: WordBytes) -> WordBytes {
        WordBytes(name.bytes.drop { $0 == UInt8(ascii: "/") })
    }

    private static func withFileName(_ attribute: CommandRequest.Attribute) -> CommandRequest.Attribute {
        attribute.name == "name" ? .init(name: "name", value: Self.fileName(attribute.value)) : attribute
    }

    private func checkRoom(for growth: Int) throws(CommandTrap) {
        guard growth <= 0 || Int64(growth) <= self.freeFlashBytes else { throw .noSpace }
    }

    /// ASSUMED: where `add` knows no `type`, before 7.16, directories on the way are made along; later one has to be there.
    private mutating func checkDirectory(of name: WordBytes, now: Duration) throws(CommandTrap) {
        guard let slash = name.bytes.lastIndex(of: UInt8(ascii: "/")) else { return }
        let directory = WordBytes(name.bytes[..<slash])
        let present = self.file(named: directory)
        if present?.bytes("type") == "directory" { return }
        guard present == nil,
            ArgumentCatalog.arguments(of: "add", in: .file, version: self.version)?.contains("type") != true
        else {
            // ASSUMED: the words of this refusal.
            throw CommandTrap("failure: no such directory")
        }
        try self.makeDirectory(directory, now: now)
    }

    /// Type, size and date, as a print shows them (manual, Files page).
    private mutating func describeFile(_ id: RowID, now: Duration) {
        guard var row = self.tables[Menu.file.path]?[id] else { return }
        let modified = self.timeText(self.localSeconds(at: now))
        row.values["last-modified"] = .bytes(modified)
        row.values["creation-time"] = .bytes(modified)
        if row.bytes("type") != "directory" {
            row.values["type"] = .bytes(Self.fileType(row.bytes("name")?.text ?? ""))
            row.values["size"] = .bytes(WordBytes(row.bytes("contents")?.bytes.count ?? 0))
        }
        self.tables[Menu.file.path]?.update(row)
    }

    /// ASSUMED: the kind is the ending of the name, as `.txt file` and `script` are seen for these two.
    private static func fileType(_ name: String) -> WordBytes {
        let parts = name.split(separator: "/").last?.split(separator: ".", omittingEmptySubsequences: false) ?? []
        guard parts.count > 1, let ending = parts.last else { return "file" }
        return ending == "rsc" ? "script" : WordBytes(".\(ending) file")
    }
}
