import Foundation
import RouterOSSimulator
import Testing

/// When a site is written to, as an operator says and asks.
@Suite(.timeLimit(.minutes(15))) struct WindowTests {
    /// A window of every day that is shut for the hours of a test, whenever it runs: `--from` and `--to` in UTC.
    private static var shut: [String] {
        let hour = Int(Date().timeIntervalSince1970) / 3600 % 24
        func text(_ hour: Int) -> String { "\(hour % 24 < 10 ? "0" : "")\(hour % 24):00" }
        return ["--from", text(hour + 6), "--to", text(hour + 9), "--timezone", "UTC"]
    }

    @Test func `a window is set, shown, added to and removed`() async throws {
        let place = try Workplace()
        try await place.makeSite("Hotel Linde")
        #expect(
            try await place.text("site", "window", "Hotel Linde").contains(
                "no window: its routers are written to at any time"
            )
        )
        let berlin = ["--from", "02:00", "--to", "05:00", "--timezone", "Europe/Berlin"]
        let set = try await place.text(["site", "window", "Hotel Linde", "--days", "mon-fri"] + berlin)
        #expect(set.contains("  mon-fri 02:00-05:00 Europe/Berlin\n"))
        #expect(set.contains("opens ") || set.contains("open now, until "))
        #expect(set.contains("in Europe/Berlin, in "))
        let more = ["--add", "--days", "sat,sun", "--from", "23:00", "--to", "06:00", "--timezone", "UTC"]
        let json = try await place.json(["site", "window", "Hotel Linde"] + more)
        #expect(json["windows"].elements.count == 2)
        #expect(json["windows"].elements[1]["days"].elements == ["sat", "sun"])
        #expect(json["windows"].elements[1]["timezone"] == "UTC")
        #expect((json["opens_at"].string == nil) == (json["is_open"] == .boolean(true)))
        let listed = try await place.json("site", "list")
        #expect(listed.elements[0]["windows"].elements.count == 2)
        // The first of January 1970 was a Thursday.
        let names = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"]
        let day = names[(Int(Date().timeIntervalSince1970) / 86_400 + 4) % 7]
        let far = ["--days", day, "--from", "02:00", "--to", "05:00", "--timezone", "UTC"]
        #expect(try await place.text(["site", "window", "Hotel Linde"] + far).contains(" days"))
        // Without --add the new one takes the place of all.
        let one = try await place.json(["site", "window", "Hotel Linde"] + berlin)
        #expect(one["windows"].elements.map { $0["days"].elements.count } == [7])
        let none = try await place.json("site", "window", "Hotel Linde", "--clear")
        #expect(none["windows"].elements.isEmpty)
    }

    @Test(arguments: [
        (["--from", "02:00", "--to", "05:00"], "--timezone"),
        (
            ["--days", "monday", "--from", "02:00", "--to", "05:00", "--timezone", "UTC"],
            "days \"monday\" cannot be read"
        ),
        (["--from", "2", "--to", "05:00", "--timezone", "UTC"], "from \"2\" cannot be read; give HH:MM"),
        (["--from", "02:00", "--to", "02:05", "--timezone", "UTC"], "at least 10 minutes after 02:00"),
        (["--from", "02:00", "--to", "05:00", "--timezone", "Berlin"], "such as Europe/Berlin"),
        (["--clear", "--from", "02:00"], "--clear removes all windows"),
    ]) func `what is no window is refused in one line`(arguments: [String], reason: String) async throws {
        let place = try Workplace()
        try await place.makeSite("Hotel Linde")
        let outcome = try await place.run(["site", "window", "Hotel Linde"] + arguments)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(try await place.text("site", "window", "Hotel Linde").contains("no window"))
    }

    @Test func `outside of it a push says what waits and how to write all the same`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite("Hotel Linde", router)
            try await place.text("push", "Hotel Linde")
            try await place.text(["site", "window", "Hotel Linde"] + Self.shut)
            let codes = try await place.coupons(3)
            let held = try await place.run("push", "Hotel Linde")
            #expect(held.status == 2)
            #expect(held.errors.contains("3 rows are not yet pushed: the site's window opens at "), "\(held.errors)")
            #expect(held.errors.contains("gardengate push 'Hotel Linde' --now"), "\(held.errors)")
            #expect(try await router.managedUsers().isEmpty)
            let status = try await place.run("status", "--all")
            #expect(status.status == 0, "nobody is alarmed")
            #expect(status.output.contains("waiting"))

            let plan = try await place.run("plan", "Hotel Linde", "--now")
            #expect(plan.status == 0)
            #expect(plan.output.contains("+ user \(codes.sorted()[0])"), "\(plan.output)")
            let both = try await place.run("push", "Hotel Linde", "--now", "--confirm", "x")
            #expect(both.status == 64)
            try await place.text("push", "Hotel Linde", "--now")
            #expect(try await router.managedUsers() == codes.sorted())
        }
    }
}
