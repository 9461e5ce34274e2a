/// Which troubles a history has, and how many of each.
///
/// Each history has its own mixture: troubles that are always all there would hide what only shows when some of them are missing.
struct Weather {
    let guests: Int
    let restarts: Int
    let powerCuts: Int
    let reboots: Int
    let outages: Int
    let brokenConnections: Double
    let refusesToListen: Double
    let losesMessages: Double
    let doublesMessages: Double
    let delaysMessages: Double
    let hasScripts: Double
    let wrongClocks: Double
    let clockJumps: Int
    let asks: Int
    let revocations: Int
    let releases: Int
    let disconnects: Int
    let orders: Int
    let pauses: Int
    /// A gateway dies within a transaction, not only between two of them.
    let diesWriting: Bool

    init(_ dice: inout Dice) {
        func sometimes(_ range: ClosedRange<Int>) -> Int { dice.chance(0.5) ? dice.number(range) : 0 }
        func often(_ range: ClosedRange<Double>) -> Double {
            dice.chance(0.6) ? Double.random(in: range, using: &dice) : 0
        }
        guests = dice.number(4...9)
        restarts = sometimes(1...3)
        powerCuts = sometimes(1...4)
        reboots = sometimes(1...3)
        outages = sometimes(1...4)
        brokenConnections = often(0.01...0.15)
        refusesToListen = often(0.1...0.7)
        losesMessages = often(0.05...0.4)
        doublesMessages = often(0.1...0.5)
        delaysMessages = often(0.1...0.6)
        hasScripts = often(0.3...1)
        wrongClocks = often(0.1...0.6)
        clockJumps = sometimes(1...4)
        asks = sometimes(1...4)
        revocations = sometimes(1...2)
        releases = sometimes(1...3)
        disconnects = sometimes(1...2)
        orders = dice.number(0...2)
        pauses = sometimes(1...1)
        diesWriting = dice.chance(0.5)
    }
}
