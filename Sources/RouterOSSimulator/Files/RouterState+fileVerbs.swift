/// The verbs of `/file`.
extension RouterState {
    /// How long `contents` may be: 60,000 bytes (`REST_FILE_WRITE_CAP_BYTES` of tikoci/centrs; the manual's Files page says 60 KB).
    ///
    /// ASSUMED: the same for all versions; manuals of version 6 speak of about 4 kB.
    private static let fileContentsMaximum = 60_000

    /// The policy `ftp` is for files (manual, tips and tricks).
    ///
    /// ASSUMED: over the API, too; the manual's user page speaks of files in general.
    mutating func writeFiles(
        _ request: CommandRequest,
        verb: String,
        _ context: CommandContext
    ) throws(CommandTrap) -> WordBytes? {
        try context.requires(.ftp)
        try self.checkFile(request)
        switch verb {
        case "add":
            return try self.makeFile(request.attributes, now: context.now).word
        case "set":
            let ids = try self.targets(request, in: .file)
            if let type = request["type"] { try self.refuseChange(of: ids, to: type) }
            try self.changeFiles(request.attributes.filter { $0.name != "type" }, ids: ids, now: context.now)
        case "remove":
            try self.remove(ids: self.filesBelow(try self.targets(request, in: .file)), in: .file)
        default:
            throw .notSimulated(request.path)
        }
        return nil
    }

    private func checkFile(_ request: CommandRequest) throws(CommandTrap) {
        if let contents = request["contents"], contents.bytes.count > Self.fileContentsMaximum {
            // ASSUMED: the words of this refusal.
            throw CommandTrap("failure: new contents too long")
        }
        if let type = request["type"], !["file", "directory"].contains(type) { throw .noMatch("type") }
    }

    /// A file that becomes a directory, or the other way round, is not simulated.
    private func refuseChange(of ids: [RowID], to type: WordBytes) throws(CommandTrap) {
        for id in ids {
            let isDirectory = self.tables[Menu.file.path]?[id]?.bytes("type") == "directory"
            guard isDirectory == (type == "directory") else { throw .notSimulated("/file/set type=\(type)") }
        }
    }

    /// ASSUMED: a directory goes with everything in it.
    private func filesBelow(_ ids: [RowID]) -> [RowID] {
        let rows = self.tables[Menu.file.path]?.allRows() ?? []
        let prefixes = ids.compactMap { id in
            rows.first { $0.id == id && $0.bytes("type") == "directory" }?.bytes("name").map { $0.text + "/" }
        }
        let below = rows.filter { row in prefixes.contains { row.bytes("name")?.hasPrefix($0) ?? false } }.map(\.id)
        return ids + below.filter { !ids.contains($0) }
    }
}
