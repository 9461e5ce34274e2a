import ArgumentParser
import Foundation
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate instance login-page`.
struct InstanceLoginPage: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "login-page",
        abstract: "Write the login page of a captive portal as files.",
        discussion: """
            To look at them, or to put them onto a router by hand: as a directory that html-directory-override of the server \
            profile names. A site's routers get them by themselves after site set with --login-page on.

            Example:
              gardengate instance login-page Lobby --to login-page
            """
    )

    @Argument(help: "The instance: its id or its name.")
    var instance: String

    @Option(help: ArgumentHelp("The folder to write to; made when it is not there.", valueName: "folder"))
    var to: String

    @Option(
        help: "The language of whoever's browser has none of the page's: en, de, fr, es, it, pt or ru. Default: en.",
        transform: Self.language
    )
    var language = GuestLanguage.english

    @Flag(help: "With a second form, for accounts with a name and a password.")
    var accounts = false

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { instance }

    func run(_ session: Session) async throws {
        let instance = try await session.store.instance(instance)
        let languages = [language] + GuestLanguage.allCases.filter { $0 != language }
        let page = LoginPage(instance, hasAccounts: accounts, languages: languages)
        let folder = URL(fileURLWithPath: to, isDirectory: true)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for file in page.files {
                try Data(file.contents.utf8).write(to: folder.appendingPathComponent(file.name))
            }
        } catch {
            throw CommandFailure("\(to.printable): the files cannot be written there: \(error.localizedDescription)")
        }
        var table = TextTable("FILE", "BYTES")
        for file in page.files { table.add(file.name, "\(file.contents.utf8.count)") }
        session.output.write(
            table.text(orElse: ""),
            json: .list(page.files) { ["name": .string($0.name), "bytes": .integer(Int64($0.contents.utf8.count))] }
        )
    }

    private static func language(_ text: String) throws -> GuestLanguage {
        guard let language = GuestLanguage(rawValue: text) else {
            throw ValidationError("give \(GuestLanguage.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return language
    }
}
