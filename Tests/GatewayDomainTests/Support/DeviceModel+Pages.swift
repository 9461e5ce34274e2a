import GatewayDomain

/// Files and server profiles of the model.
extension DeviceModel {
    mutating func applyToPages(_ operation: Operation) {
        var files = state.files ?? []
        switch operation {
        case .addFile(let name, let contents):
            guard !files.contains(where: { $0.name == name }) else { return refuse("file twice") }
            let parent = name.split(separator: "/").dropLast().joined(separator: "/")
            guard
                parent.isEmpty || parent == "flash"
                    || files.contains(where: { $0.name == parent && $0.contents == nil })
            else { return refuse("no such directory") }
            files.append(ObservedFile(id: Self.freeID(files.map(\.id)), name: name, contents: contents))
        case .setFile(let row, let contents):
            guard let index = files.firstIndex(where: { $0.id == row.id && $0.name == row.name }) else {
                return refuse("no such file")
            }
            files[index].contents = contents
        case .removeFile(let row):
            guard let index = files.firstIndex(where: { $0.id == row.id && $0.name == row.name }) else {
                return refuse("no such file")
            }
            guard !files.contains(where: { $0.name.hasPrefix(row.name + "/") }) else {
                return refuse("directory not empty")
            }
            files.remove(at: index)
        case .setServerProfile(let row, let changes):
            for index in state.facts.servers.indices where state.facts.servers[index].pages?.profile == row {
                for change in changes where change.property == "html-directory-override" {
                    if state.facts.servers[index].pages?.override != change.from { refuse("not what was read") }
                    state.facts.servers[index].pages?.override = change.to ?? ""
                }
            }
        default: break
        }
        state.files = files
    }
}
