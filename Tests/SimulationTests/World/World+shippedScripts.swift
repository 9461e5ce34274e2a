import Foundation
import GatewayDomain

@testable import GatewayStore
@testable import RouterOSSimulator

/// Histories in which routers run the scripts that the gateway ships: installed by it, carried out by the simulator, and answered by it.
extension World {
    /// Whether routers of a history run them: carrying them out costs many times what everything else does.
    static func runsScripts(_ seed: UInt64) -> Bool { seed % share == 7 % share }

    private static let shareUsual: UInt64 = 40
    /// One history in so many runs them.
    private static let share =
        max(1, ProcessInfo.processInfo.environment["GATEWAY_SCRIPTED"].flatMap { UInt64($0) } ?? shareUsual)

    /// What to say to have the same histories run them.
    static var scriptedSwitch: String { share == shareUsual ? "" : "GATEWAY_SCRIPTED=\(share) " }

    /// How long `/tool/fetch` waits for an answer (manual, Fetch page).
    private static let patience = Duration.seconds(10)

    /// Has the gateway install them at most sites, and nothing played in their place.
    func planScripts() {
        for router in routers {
            router.script.isInstalled = false
            router.runsScripts = true
        }
        let sites = baseline.sites.filter { _ in dice.chance(0.8) }
        time.begin(after: dice.duration(.zero...(.seconds(600)))) {
            do {
                self.note { "desk: scripts are wanted at \(sites.count) sites" }
                let endpoint = try GatewayEndpoint(url: "https://gate.example.com", authority: nil)
                try await self.desk.setEndpoint(endpoint, now: self.now)
                for site in sites {
                    _ = try await self.desk.updateSite(site.id, now: self.now) { $0.hasScripts = true }
                }
            } catch {
                self.judge.accuse("the desk: \(error)", at: self.time.now)
            }
        }
    }

    // MARK: - What they send

    func scriptName(of code: String, _ event: String, at router: WorldRouter) -> String {
        "\(router.number) \(code) \(event)"
    }

    func scriptFetches(_ fetch: FetchRequest, on router: WorldRouter) {
        time.begin(after: router.latency(&dice)) {
            let answer = await self.answer(fetch, from: router)
            router.answer(fetch, answer)
        }
    }

    private func answer(_ fetch: FetchRequest, from router: WorldRouter) async -> FetchAnswer {
        if isStormy, dice.chance(weather.delaysMessages) {
            await time.pass(dice.duration(.milliseconds(100)...(.seconds(8))))
        }
        guard router.isReachable, !isLost, let events = events(of: fetch, from: router) else { return await silence() }
        if isStormy, dice.chance(weather.doublesMessages) {
            // Something in between sends it twice.
            time.begin(after: dice.duration(.zero...(.seconds(3)))) { _ = await self.deliver(events, fetch, router) }
        }
        guard let status = await deliver(events, fetch, router) else { return await silence() }
        await time.pass(router.usualLatency)
        guard router.isReachable, !isLost else { return await silence() }
        return .response(status: status, reason: "", headers: [], body: [])
    }

    private var isLost: Bool { isStormy && dice.chance(weather.losesMessages) }

    private func silence() async -> FetchAnswer {
        await time.pass(Self.patience)
        return .failure(.timeout)
    }

    /// Hands events to the gateway.
    private func deliver(_ events: [RouterEvent], _ fetch: FetchRequest, _ router: WorldRouter) async -> Int? {
        guard let gateway else { return nil }
        let token = fetch.headers.first { $0.name == "Authorization" }?.value.split(separator: " ").last.map(
            String.init
        )
        let status = await gateway.answers(events, bearing: Secret(token ?? ""))
        guard status == 200 else { return status }
        for event in events where event.event == .login {
            let name = scriptName(of: event.user, event.number ?? "", at: router)
            guard let login = scriptLogins[name] else {
                judge.accuse("a script of \(router.host) tells of a login that never was: \(name)", at: time.now)
                continue
            }
            ledger.acknowledge(login)
            note { "gateway: has login \(login), told by a script of \(router.host)" }
        }
        return status
    }

    private func events(of fetch: FetchRequest, from router: WorldRouter) -> [RouterEvent]? {
        do throws(RouterEventProblem) {
            var events: [RouterEvent] = []
            for line in String(decoding: fetch.body, as: UTF8.self).split(separator: "\n") {
                var fields: [String: RouterEventField] = [:]
                for pair in line.split(separator: "&") {
                    let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    fields[String(parts[0])] = RouterEventField(Self.unescaped(parts.last ?? ""))
                }
                events.append(try RouterEvent(fields))
            }
            return events
        } catch {
            judge.accuse("what a script of \(router.host) sends cannot be read: \(error)", at: time.now)
            return nil
        }
    }

    /// The text behind `%XX`; nothing in this world is beyond ASCII.
    private static func unescaped(_ text: Substring) -> String {
        let parts = text.split(separator: "%", omittingEmptySubsequences: false)
        let rest = parts.dropFirst().map { part in
            let character = UInt8(part.prefix(2), radix: 16).map { String(UnicodeScalar($0)) } ?? "?"
            return character + part.dropFirst(2)
        }
        return (parts.first.map(String.init) ?? "") + rest.joined()
    }

    // MARK: - What they end

    /// The sweep removed a user, or switched it off.
    func scriptEnded(_ row: TableRow, on router: WorldRouter) {
        let code = row.bytes("name")?.text ?? ""
        let words = (row.bytes("comment")?.text ?? "").split(separator: " ")
        note { "\(router.host): its script ends \(code) (\(words.joined(separator: " ")))" }
        guard let sold = ledger.sold[code] else {
            return judge.accuse("a script of \(router.host) ended a user that is not ours: \(code)", at: time.now)
        }
        let here = ledger.logins(of: code).filter { $0.site == router.site }
        if words.contains(where: { $0.hasPrefix("r=") }) {
            guard let first = here.first else {
                // The gateway wrote down what it has on record, and answers for that.
                return
            }
            // Routers tell times in whole seconds.
            guard time.now < first.at + .seconds(sold.instance.sessionSeconds) - .seconds(3) else { return }
            return judge.accuse(
                "a script of \(router.host) ended \(code) inside the session that began with login \(first.number)",
                at: time.now
            )
        }
        let isIn = here.contains { $0.router == router.number && $0.endedAt == nil }
        if isIn || row.usage.uptime > .zero {
            judge.accuse("a script of \(router.host) ended \(code), which was used there", at: time.now)
        }
        let until = words.first { $0.hasPrefix("x=") }.flatMap { Int64($0.dropFirst(2)) } ?? .max
        if now.seconds < min(until, sold.coupon.expiresAt.seconds) {
            judge.accuse(
                "a script of \(router.host) ended \(code), which is good for \(until - now.seconds) s",
                at: time.now
            )
        }
    }
}
