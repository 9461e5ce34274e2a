import GatewayDomain

@testable import GatewayStore

/// Sites that are written to at certain times only.
extension World {
    /// So in every fourth history.
    var hasWindows: Bool { sabotage == .ignoresWindows || (sabotage == nil && seed % 4 == 1) }

    /// A run that is under way when a window is given to its site, or closes, writes for so long at the most.
    private static let patience = Duration.seconds(60)

    /// Half of the sites get a window that opens for a while during the storm.
    func planWindows() {
        var dice = Dice(seed: seed &+ 4711)
        for number in baseline.sites.indices where dice.chance(0.5) {
            let opensAt = now + dice.duration(.seconds(300)...(.seconds(3000)))
            let closesAt = opensAt + dice.duration(.seconds(660)...(.seconds(2400)))
            time.begin(after: dice.duration(.zero...(.seconds(1500)))) {
                await self.giveWindow(from: opensAt, to: closesAt, toSite: number)
            }
        }
    }

    private func giveWindow(from opensAt: Timestamp, to closesAt: Timestamp, toSite number: Int) async {
        func time(_ moment: Timestamp) -> TimeOfDay { TimeOfDay(minutes: Int(moment.seconds / 60 % 1440)) }
        do {
            let window = try WriteWindow(days: .all, from: time(opensAt), to: time(closesAt), timeZone: "UTC")
            try await desk.updateSite(baseline.sites[number].id, now: now) { $0.windows = WriteWindows([window]) }
            note { "desk: \(self.baseline.sites[number].name) is written to \(window)" }
            windows[number] = (WriteWindows([window]), self.time.now)
        } catch {
            judge.accuse("the desk: \(error)", at: self.time.now)
        }
    }

    func removeWindows() async throws {
        windows = [:]
        guard hasWindows else { return }
        for site in baseline.sites {
            try await desk.updateSite(site.id, now: now) { $0.windows = WriteWindows() }
        }
    }

    /// Nobody is added to a router whose site is not to be written to, but guests who are in.
    func judgeAddition(of code: String, on router: WorldRouter) {
        guard let known = windows[router.site], time.now - known.since > Self.patience,
            !known.windows.isOpen(at: now), !known.windows.isOpen(at: now - Self.patience)
        else { return }
        let redemption = judge.reading(disk, at: time.now)?.redemptions[code]
        guard redemption?.site != baseline.sites[router.site].id else { return }
        judge.accuse("\(code) was added to \(router.host) outside of the window of its site", at: time.now)
    }
}
