import GatewayDomain
import GatewayStore
import RouterOSAPI
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// One command for many rows, and what happens when one of them is gone.
@Suite(.timeLimit(.minutes(15))) struct SeveralRowsTests {
    @Test func `codes go by fifty, also when somebody else removed one of them a moment ago`() async throws {
        try await WatchedDevice.with { watched in
            let coupons = try await watched.gateway.coupons(120)
            try await watched.settle()
            try await watched.redeem(coupons)
            // Names go in their order: this one is in the second fifty.
            let gone = coupons.map(\.code).sorted()[60]
            let router = watched.router
            let before = try await router.activity().commands["/ip/hotspot/user/remove"] ?? 0
            try watched.channel.start { trip, _ in
                guard trip.count == 3, trip.allSatisfy({ $0 == "/ip/hotspot/user/remove" }) else { return }
                try await router.edit("/ip/hotspot/user/remove", [".id": gone])
            }

            let run = try await watched.run()

            #expect(try await router.codes(of: watched.gateway.store.gatewayID).isEmpty, "in the same run")
            let after = try await router.activity().commands["/ip/hotspot/user/remove"] ?? 0
            #expect(after - before == 3 + 49, "three of up to fifty, and one each for the rest of the refused one")
            #expect(run.outcome == .converged)
        }
    }

    @Test func `a row that took over the id of one that was to be removed stays`() async throws {
        try await WatchedDevice.with { watched in
            let coupons = try await watched.gateway.coupons(3)
            try await watched.settle()
            try await watched.redeem(coupons)
            let router = watched.router
            let names = coupons.map(\.code)
            try watched.channel.start { trip, _ in
                guard trip == ["/ip/hotspot/user/remove"] else { return }
                let held = try await router.rows(of: "/ip/hotspot/user").compactMap { $0["name"] }
                guard !held.contains("resident"), held.contains(names[0]) else { return }
                // One is gone, so that the command is refused; another one's id is a stranger's by then.
                try await router.edit("/ip/hotspot/user/remove", [".id": names[0]])
                try await router.edit("/ip/hotspot/user/remove", [".id": names[1]])
                try await router.edit("/ip/hotspot/user/add", ["name": "resident", "password": "y"])
            }
            try await watched.work()
            let held = try await router.rows(of: "/ip/hotspot/user").compactMap { $0["name"] }
            #expect(!held.contains(names[2]))
        }
    }

    @Test func `the same change of many users is one command for fifty of them`() async throws {
        try await WatchedDevice.with { watched in
            _ = try await watched.gateway.coupons(120)
            try await watched.settle()
            for row in try await watched.router.rows(of: "/ip/hotspot/user")
            where row["comment"]?.hasPrefix("gg1") == true {
                try await watched.router.edit(
                    "/ip/hotspot/user/set",
                    [".id": row[".id"] ?? "", "limit-uptime": "7h"]
                )
            }
            let before = try await watched.router.activity()

            let result = try await watched.gateway.run(watched.device, scope: .everything, over: watched.link)

            #expect(result.outcome == .converged)
            let after = try await watched.router.activity()
            let sets = (after.commands["/ip/hotspot/user/set"] ?? 0) - (before.commands["/ip/hotspot/user/set"] ?? 0)
            // Parts of 64 rows, each of one command for 50 and one for the rest.
            #expect(sets == 4)
            #expect(after.configurationWrites - before.configurationWrites == 120)
        }
    }

    @Test func `rows whose common command is refused are written one by one`() async throws {
        try await WatchedDevice.with { watched in
            _ = try await watched.gateway.coupons(20)
            try await watched.settle()
            let id = watched.gateway.store.gatewayID
            for name in try await watched.router.codes(of: id) {
                try await watched.router.edit("/ip/hotspot/user/set", [".id": name, "limit-uptime": "7h"])
            }
            let link = HidingChannel.link(of: watched.gateway) { command in
                let several = command.sentence.attribute(".id")?.contains(UInt8(ascii: ",")) == true
                return command.path == "/ip/hotspot/user/set" && several ? Trap(message: "no such item") : nil
            }
            let result = try await watched.gateway.run(watched.device, scope: .everything, over: link)
            #expect(result.outcome == .converged)
            await link.close()
        }
    }
}
