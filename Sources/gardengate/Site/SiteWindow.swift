import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate site window`.
struct SiteWindow: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "window",
        abstract: "Say when the routers of a site are written to, or show it.",
        discussion: """
            Outside of its windows a site's routers are looked at, and redemptions are imported. What ends somebody's access is written at \
            any time: codes that were redeemed elsewhere, have expired or were revoked, sessions that are over, guests who are put out, \
            accounts that were deleted; and so is the row of a guest who is in, or of an account that has changed. Everything else waits, \
            new coupons too, until a window opens. push --now writes at once.

            A window begins when the clocks of its place first show --from or a later time, and ends when they first show --to or a later \
            time: on the next day when --to is not after --from. A time that clocks skip is the moment after the skip, one that they show \
            twice the first of both.

            Without options the windows are shown.

            Example:
              gardengate site window Linde --from 02:00 --to 05:00 --timezone UTC
              gardengate site window Linde --clear
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Option(
        help: ArgumentHelp("The days on which it begins, as mon-fri or sat,sun. Default: every day.", valueName: "days")
    )
    var days: String?

    @Option(help: ArgumentHelp("When it begins.", valueName: "hh:mm"))
    var from: String?

    @Option(help: ArgumentHelp("When it ends; the same as --from for a whole day.", valueName: "hh:mm"))
    var to: String?

    @Option(help: ArgumentHelp("Whose clocks count, as Europe/Berlin.", valueName: "zone"))
    var timezone: String?

    @Flag(help: "Keep the windows that there are.")
    var add = false

    @Flag(help: "Remove all windows: the site's routers are written to at any time.")
    var clear = false

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    private var isAboutOne: Bool { days != nil || from != nil || to != nil || timezone != nil || add }

    mutating func validate() throws {
        guard isAboutOne else { return }
        guard !clear else { throw ValidationError("--clear removes all windows: give it alone") }
        _ = try window()
    }

    /// The window that was given.
    private func window() throws -> WriteWindow {
        guard let from, let to, let timezone else {
            throw ValidationError(
                "a window needs --from, --to and --timezone, as --from 02:00 --to 05:00 --timezone Europe/Berlin"
            )
        }
        do throws(PortalValueError) {
            return try WriteWindow(days: days ?? "mon-sun", from: from, to: to, timeZone: timezone)
        } catch {
            throw ValidationError("--\(error)")
        }
    }

    func run(_ session: Session) async throws {
        var site = try await session.store.site(site)
        if clear || isAboutOne {
            let window = clear ? nil : try window()
            site = try await session.store.updateSite(site.id, now: session.now) { [add] site in
                if !add { site.windows = WriteWindows() }
                if let window, !site.windows.all.contains(window) { site.windows.all.append(window) }
            }
        }
        let shown = WindowReport(site: site, now: session.now)
        session.output.write(shown.text, json: shown.json)
    }
}
