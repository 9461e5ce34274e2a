/// The pages that a router brings along.
extension RouterState {
    /// Writes the pages anew into the directory of a server's profile.
    mutating func resetPages(of server: RowID, now: Duration) {
        guard let row = self.tables[Menu.hotspot.path]?[server] else { return }
        self.putPages(into: self.serverProfile(of: row)?.bytes("html-directory")?.text ?? "hotspot", now: now)
        self.noteConfigurationWrite()
    }

    /// Puts the pages into a directory, over what is there.
    mutating func putPages(into directory: String, now: Duration) {
        do throws(CommandTrap) {
            try self.makeDirectory(WordBytes(directory), now: now)
            for (name, contents) in HotspotPages.files {
                try self.writeFile(WordBytes("\(directory)/\(name)"), contents, now: now)
            }
        } catch {
            // A full storage leaves the hotspot without pages, as on a router.
        }
    }
}
