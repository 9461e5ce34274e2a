import Foundation
import GatewayDomain
import NIOCore
import RouterOSSimulator

/// How long a code still works elsewhere after a guest used it at one site.
struct WindowBench {
    let arguments: Arguments

    init(_ arguments: Arguments) {
        self.arguments = arguments
    }

    /// From a login, and from its durable record, until the code is dead at each other site.
    private struct Windows {
        var fromLogin = Sample()
        var fromRecord = Sample()
        var record = Sample()
        /// The processors' time for all of it, the routers' included.
        var work = Sample()
    }

    func run() async throws {
        let fleet = try await Fleet(sites: arguments.sites)
        let coupons = try await fleet.makeCoupons(arguments.rows)
        try await fleet.serving {
            let began = ContinuousClock.now
            try await fleet.settle()
            print("setup_seconds \((ContinuousClock.now - began).components.seconds)")
            try await fleet.setLatency(.milliseconds(arguments.latencyMilliseconds))
            var unused = coupons
            for burst in [1, arguments.burst] {
                var windows = Windows()
                for _ in 0..<arguments.rounds {
                    let used = Array(unused.suffix(burst))
                    unused.removeLast(used.count)
                    let busy = processorTime()
                    let round = try await measure(used, on: fleet)
                    windows.fromLogin.add(round.fromLogin)
                    windows.fromRecord.add(round.fromRecord)
                    windows.record.add(round.record)
                    try await fleet.settle()
                    windows.work.add(processorTime() - busy)
                }
                let name = "window_\(burst)"
                print("\(name)_from_login \(windows.fromLogin.count) \(windows.fromLogin.figures)")
                print("\(name)_from_record \(windows.fromRecord.count) \(windows.fromRecord.figures)")
                print("\(name)_processor_time \(windows.work.count) \(windows.work.figures)")
                print("\(name)_login_to_record \(windows.record.count) \(windows.record.figures)")
            }
        }
        try await fleet.close()
    }

    /// Guests log in with these codes at as many sites at once; every other site has to forget them.
    private func measure(_ coupons: [Coupon], on fleet: Fleet) async throws -> Windows {
        fleet.logins.forget()
        let places = fleet.places.shuffled()
        let homes = Array(zip(places, coupons))
        let home = Dictionary(uniqueKeysWithValues: homes.map { ($1.code, $0) })
        var watches: [EventLoopFuture<[String: ContinuousClock.Instant]>] = []
        for place in places {
            let names = homes.filter { $0.0.site.id != place.site.id }.map(\.1.code)
            watches.append(try await place.router.watchUntilGone(names))
        }
        let began = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (place, coupon) in homes {
                group.addTask {
                    try await place.router.loginGuest(
                        user: coupon.code,
                        password: coupon.code,
                        mac: "02:00:00:00:00:01",
                        address: "10.5.50.21"
                    )
                }
            }
            try await group.waitForAll()
        }
        var windows = Windows()
        for watch in watches {
            for (code, death) in try await watch.get() {
                windows.fromLogin.add(death - began)
                guard let device = home[code]?.device, let recorded = fleet.logins[device.id.description]
                else { continue }
                windows.fromRecord.add(max(.zero, death - recorded))
            }
        }
        for (place, _) in homes {
            if let recorded = fleet.logins[place.device.id.description] { windows.record.add(recorded - began) }
            try await place.router.logoutGuest(address: "10.5.50.21")
        }
        return windows
    }
}

/// How long this process has kept processors busy.
private func processorTime() -> Duration {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(.zero) {
        $0 + .seconds($1.tv_sec) + .microseconds($1.tv_usec)
    }
}
