import GatewayDomain
import RouterOSAPI

/// How the files of login pages are asked for and read.
enum FileReading {
    static let menu = "/file"

    /// Asks for a directory and the files of a login page in it, with all that is in them.
    static func command(directory: String) -> Command {
        let names = [directory] + LoginPage.fileNames.map { "\(directory)/\($0)" }
        return Command("\(menu)/print").proplist([".id", "name", "type", "contents"])
            .filtered(by: .any(names.map { .equal("name", $0) }))
    }

    /// The file of a row.
    static func file(_ row: Row) -> ObservedFile? {
        guard let id = row.id, let name = row.text("name") else { return nil }
        return ObservedFile(
            id: id,
            name: name,
            contents: row.text("type") == "directory" ? nil : row.text("contents") ?? ""
        )
    }
}
