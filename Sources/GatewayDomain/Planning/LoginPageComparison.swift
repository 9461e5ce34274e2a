/// Compares the login pages that a router should show with those that it has.
///
/// A page is installed where somebody asked for it, in a directory of its own; the server profile is told of it last, and of its end
/// last, too, so that whatever is cut short is found again by that. A directory that somebody else chose for the profile stays, and
/// so does a profile that other hotspot servers share: their guests would see the page as well.
struct LoginPageComparison {
    /// What goes away: files first, then their directories.
    private(set) var removedFiles: [Operation] = []
    private(set) var removedDirectories: [Operation] = []
    private(set) var directories: [Operation] = []
    private(set) var files: [Operation] = []
    /// Which directories the server profiles show.
    private(set) var settings: [Operation] = []
    private(set) var findings: [Finding] = []
    private(set) var unchanged = 0

    private let facts: DeviceFacts
    private let present: [String: ObservedFile]?

    init(desired: DesiredState, observed: ObservedState, servers: ServerChoice) {
        facts = observed.facts
        present = observed.files.map { files in
            Dictionary(files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        }
        var wanted: Set<String> = []
        for service in desired.services {
            guard case .server(let name) = servers.outcomes[service.instance],
                let server = facts.servers.first(where: { $0.name == name }), let pages = server.pages
            else { continue }
            guard let page = service.loginPage else {
                if pages.override.isEmpty { findings.append(.stockLoginPage(server.name, instance: service.name)) }
                continue
            }
            if compare(page, server, pages, gateway: desired.gateway, isTaken: wanted.contains(pages.profile.name)) {
                wanted.insert(pages.profile.name)
            }
        }
        remove(except: wanted, gateway: desired.gateway)
    }

    /// - Returns: whether the server's profile shows the page, now or after this plan.
    private mutating func compare(
        _ page: DesiredLoginPage,
        _ server: DeviceFacts.HotspotServer,
        _ pages: ServerPages,
        gateway: GatewayID,
        isTaken: Bool
    ) -> Bool {
        let own = pages.path(of: page.directory)
        let sharers = facts.servers.filter { $0.pages?.profile.name == pages.profile.name }.map(\.name)
        guard sharers.count == 1, !isTaken else {
            findings.append(.sharedServerProfile(pages.profile.name, servers: sharers))
            return isTaken || pages.override == own
        }
        guard pages.override.isEmpty || DesiredLoginPage.isOwn(pages.override, of: gateway) else {
            findings.append(.otherLoginPage(server.name, directory: pages.override, profile: pages.profile.name))
            return false
        }
        if let large = page.files.first(where: { $0.contents.utf8.count > LoginPage.fileBytesMaximum }) {
            findings.append(.largeLoginPage(server.name, file: large))
            // What is shown now is better than nothing.
            return pages.override == own
        }
        guard let present else {
            findings.append(.unreadableFiles(server.name))
            return pages.override == own
        }
        if present[own] == nil, facts.version >= .knowsDirectories {
            directories.append(.addFile(name: own, contents: nil))
        }
        for file in page.files {
            let name = "\(own)/\(file.name)"
            guard let there = present[name] else {
                files.append(.addFile(name: name, contents: file.contents))
                continue
            }
            if there.contents == file.contents {
                unchanged += 1
            } else {
                files.append(.setFile(RowReference(id: there.id, name: name), contents: file.contents))
            }
        }
        if pages.override != own { settings.append(Self.show(own, pages)) }
        return true
    }

    /// Takes back what nobody wants any more.
    private mutating func remove(except wanted: Set<String>, gateway: GatewayID) {
        var seen: Set<String> = []
        for pages in facts.servers.compactMap(\.pages)
        where !wanted.contains(pages.profile.name) && DesiredLoginPage.isOwn(pages.override, of: gateway) {
            guard seen.insert(pages.profile.name).inserted else { continue }
            settings.append(Self.show("", pages))
            for file in (present ?? [:]).values.sorted(by: { $0.name < $1.name }) {
                let row = RowReference(id: file.id, name: file.name)
                if file.name == pages.override {
                    removedDirectories.append(.removeFile(row))
                } else if file.name.hasPrefix(pages.override + "/") {
                    removedFiles.append(.removeFile(row))
                }
            }
        }
    }

    private static func show(_ directory: String, _ pages: ServerPages) -> Operation {
        .setServerProfile(
            pages.profile,
            [PropertyChange("html-directory-override", from: pages.override, to: directory)]
        )
    }
}
