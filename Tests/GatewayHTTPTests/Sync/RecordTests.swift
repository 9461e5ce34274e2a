import GatewayDomain
import GatewayStore
import HTTPTypes
import RouterOSSimulator
import Testing

@testable import GatewayHTTP

/// What was done and what was redeemed at a site, page by page.
@Suite(.timeLimit(.minutes(15))) struct RecordTests {
    @Test func `runs are paged, newest first, and each is found by its id`() async throws {
        try await SimulatedRouter.running { router in
            try await APIWorld.serving { world in
                let (_, site) = try await world.makeSite(router)
                let (_, other) = try await world.makeSite()
                try await world.syncing {
                    for _ in 0..<5 {
                        world.clock.advance(by: .seconds(1))
                        let plan = try await world.call(.get, "/captive/sites/\(site.id)/plan")
                        #expect(plan.status == 200)
                    }
                }
                let path = "/captive/sites/\(site.id)/sync-runs"
                let all = try #require(try await world.call(.get, path).json).elements
                #expect(all.count >= 5)
                let times = all.compactMap { $0["finished_at"]?.stringValue }
                #expect(times == times.sorted(by: >))
                #expect(try await world.pages(path + "?limit=2") == all)
                let id = try #require(all.last?["id"]?.stringValue)
                let one = try await world.call(.get, "\(path)/\(id)")
                #expect(one.json == all.last)
                #expect(try await world.call(.get, "/captive/sites/\(other.id)/sync-runs/\(id)").status == 404)
                #expect(try await world.call(.get, "/captive/sites/\(other.id)/sync-runs").json == .array([]))
            }
        }
    }

    @Test func `all redemptions come as one file, and nothing in it is a formula`() async throws {
        try await APIWorld.serving { world in
            let (instance, site, device) = try await world.makeRecordedSite()
            // More than one page of an export.
            let coupons = try await world.redeem(2500, of: instance, at: device)
            let path = "/captive/sites/\(site.id)/redemptions"
            let csv = try await world.call(.get, path, headers: [.accept: "text/csv"])
            #expect(csv.field("Content-Type") == "text/csv; charset=utf-8; header=present")
            #expect(csv.field("Content-Disposition") == "attachment; filename=\"redemptions.csv\"")
            #expect(csv.field("Vary") == "Accept")
            let lines = csv.text.split(separator: "\r\n").map(String.init)
            #expect(lines.first == "code,site,device,redeemed_at,ends_at,mac,ip,source")
            #expect(Set(lines.dropFirst().map { $0.prefix { $0 != "," } }) == Set(coupons.map { $0.code[...] }))
            #expect(lines.count == 2501)
            let first = try #require(coupons.first { $0.code == lines[1].prefix { $0 != "," } })
            #expect(
                lines[1]
                    == "\(first.code),\(site.id),\(device.id),\(world.clock.now),\(world.clock.now + .seconds(43_200))"
                    + ",02:00:00:00:00:01,'=10+1,listen"
            )
            let json = try await world.call(.get, path, headers: [.accept: "application/x-ndjson"])
            #expect(json.field("Content-Type") == "application/x-ndjson")
            let objects = try json.text.split(separator: "\n").map { try JSON(reading: $0.utf8) }
            let listed = try #require(try await world.call(.get, path + "?limit=1000").json).elements
            #expect(objects.count == 2500)
            #expect(Array(objects.prefix(1000)) == listed)
        }
    }

    @Test func `redemptions are of a time, as page and as file`() async throws {
        try await APIWorld.serving { world in
            let (instance, site, device) = try await world.makeRecordedSite()
            var codes: [String] = []
            for _ in 0..<4 {
                world.clock.advance(by: .seconds(3600))
                codes += try await world.redeem(1, of: instance, at: device).map(\.code)
            }
            let (since, until) = (world.clock.now - .seconds(7200), world.clock.now)
            let path = "/captive/sites/\(site.id)/redemptions?since=\(since)&until=\(until)"
            let page = try await world.call(.get, path + "&limit=1")
            #expect(page.json?[0]?["code"]?.stringValue == codes[2])
            let paged = try await world.pages(path + "&limit=1").compactMap { $0["code"]?.stringValue }
            #expect(paged == [codes[2], codes[1]])
            let file = try await world.call(.get, path, headers: [.accept: "text/csv"])
            let lines = file.text.split(separator: "\r\n").dropFirst()
            #expect(lines.map { String($0.prefix { $0 != "," }) } == paged)
            #expect(try await world.call(.get, path + "x").code == "parameter_invalid")
        }
    }

    @Test func `redemptions are paged, newest first`() async throws {
        try await SimulatedRouter.running { router in
            try await APIWorld.serving { world in
                let (instance, site) = try await world.makeSite(router)
                let device = try #require(try await world.store.devices(at: site.id).first)
                let coupons = try await world.coupons(5, of: instance)
                for coupon in coupons {
                    world.clock.advance(by: .seconds(1))
                    var report = RedemptionReport(
                        source: .listen,
                        device: device.id,
                        site: site.id,
                        user: coupon.code,
                        observedAt: world.clock.now
                    )
                    report.macAddress = "02:00:00:00:00:01"
                    _ = try await world.store.record([report], now: world.clock.now)
                }
                let path = "/captive/sites/\(site.id)/redemptions"
                let all = try #require(try await world.call(.get, path).json).elements
                #expect(all.compactMap { $0["code"]?.stringValue } == coupons.map(\.code).reversed())
                #expect(all.first?["site_id"]?.stringValue == site.id.rawValue)
                #expect(all.first?["mac_address"]?.stringValue == "02:00:00:00:00:01")
                #expect(try await world.pages(path + "?limit=2") == all)
                #expect(try await world.call(.get, path + "?limit=0").code == "parameter_invalid")
                #expect(try await world.call(.get, path + "?cursor=x").code == "parameter_invalid")
            }
        }
    }
}

extension APIWorld {
    /// A site with a device that nobody works on.
    fileprivate func makeRecordedSite() async throws -> (instance: Instance, site: Site, device: Device) {
        let (instance, site) = try await makeSite()
        let device = Device(
            id: store.newID(),
            site: site.id,
            host: "192.0.2.1",
            port: 8729,
            user: "gate",
            trust: .anonymous,
            createdAt: clock.now
        )
        try await store.addDevice(device, password: Secret("x"))
        return (try await store.instance(instance.id.rawValue), site, device)
    }

    /// Makes coupons and lets guests log in with them now.
    fileprivate func redeem(_ count: Int, of instance: Instance, at device: Device) async throws -> [Coupon] {
        var coupons: [Coupon] = []
        while coupons.count < count { coupons += try await self.coupons(min(200, count - coupons.count), of: instance) }
        let reports = coupons.map { coupon in
            var report = RedemptionReport(
                source: .listen,
                device: device.id,
                site: device.site,
                user: coupon.code,
                observedAt: clock.now
            )
            report.loginAt = clock.now
            report.macAddress = "02:00:00:00:00:01"
            report.address = "=10+1"
            return report
        }
        _ = try await store.record(reports, now: clock.now)
        return coupons
    }

    /// The elements of every page of a list, following the links.
    func pages(_ path: String) async throws -> [JSON] {
        var next: String? = path
        var elements: [JSON] = []
        while let path = next {
            let answer = try await call(.get, path)
            #expect(answer.status == 200)
            elements += answer.json?.elements ?? []
            let link = HTTPField.Name("Link").flatMap { answer.headers[$0] }
            next = link?.split(separator: ">").first.map { String($0.dropFirst("<http://127.0.0.1:\(port)".count)) }
        }
        return elements
    }
}
