import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate guest erase`.
struct GuestErase: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erase what is known of one guest.",
        discussion: """
            MAC and IP addresses and names are overwritten in every record of the guest, at once; the records stay, without \
            telling whose they are. A coupon's code is no name, and stays. A guest who is online stays so, and is recorded anew \
            with the next login. An account that exists keeps its name: remove it first. An IP address may have been that of several guests: all of them are erased. The routers keep \
            what they know themselves.

            Examples:
              gardengate guest erase --mac AA:BB:CC:00:00:01
              gardengate guest erase --name "Famille Martin"
            """
    )

    @Option(help: ArgumentHelp("The hardware address of the guest's device.", valueName: "address"))
    var mac: String?

    @Option(help: ArgumentHelp("The name that the guest logged in with, or the code.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("An IP address that the guest had.", valueName: "address"))
    var ip: String?

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        _ = try guest()
    }

    func run(_ session: Session) async throws {
        let count = try await session.store.eraseGuest(try guest(), now: session.now)
        if let note = await scrub(session) { Streams.error("note: \(note)") }
        let records = Quantity.text(count, "record", "records")
        session.output.write(
            records.map { "\($0) of the guest erased" } ?? "no record of such a guest",
            json: ["erased": .integer(Int64(count))]
        )
    }

    /// Frees the database's files of what was erased; who serves records meanwhile, and does the rest of a large one.
    ///
    /// - Returns: what is still to be done, and by whom.
    private func scrub(_ session: Session) async -> String? {
        do {
            let isServed = try await session.store.currentServer(now: session.now) != nil
            let scrubbing =
                isServed
                ? try await session.store.scrub(bytesMaximum: Store.quickScrubBytesMaximum, leavesRest: true)
                : try await session.store.scrub()
            if case .complete = scrubbing { return nil }
            return isServed
                ? "copies in unused parts of the database are gone within the hour, by gardengate serve"
                : "the database is large; run VACUUM on it, so that no copy is left in unused parts of it"
        } catch {
            // What was asked for is done; only files hold it still.
            return "the database's files are not free of it yet (\(error)); gardengate serve sees to it within the hour"
        }
    }

    private func guest() throws -> GuestIdentity {
        do {
            return try GuestIdentity(macAddress: mac, address: ip, name: name)
        } catch {
            throw ValidationError("\(error.reason) (--mac, --ip or --name)")
        }
    }
}
