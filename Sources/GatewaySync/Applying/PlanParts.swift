import GatewayDomain

/// A plan in parts between which it may yield, each of stages that hang together.
///
/// Operations of a stage do not depend on each other, so it may be cut anywhere; how large a part is depends on how fast the device was
/// until then. The stages of a removal work on what the first of them read, and a router reuses the ids of rows that are gone:
/// they stay together, for some names at a time. Where the window of a site closes meanwhile, what hangs together and has begun is done.
struct PlanParts {
    /// A piece of a plan that nothing interrupts.
    struct Part: Hashable {
        var stages: [Plan.Stage]
        /// Whether users that are added may go by scripts.
        var usesScripts = false
    }

    /// How many users are removed before a plan looks whether something more urgent has come up: they are removed many at a time.
    static let removalsPerPart = 256

    private let rules: WriteRules
    private var removals: ArraySlice<[Plan.Stage]>
    private var stages: ArraySlice<Plan.Stage>
    /// Operations of the stage that is being cut, and how many of them add users.
    private var rest: ArraySlice<Operation> = []
    private var additions = 0
    /// What has begun of stages that hang together.
    private var begun: Set<Plan.Stage.Purpose.Bond> = []

    /// Begins with all of a plan.
    init(_ plan: Plan, rules: WriteRules = WriteRules()) {
        self.rules = rules
        var names: Set<String> = []
        for case .inspectUser(let row, _) in plan.operations { names.insert(row.name) }
        let removing = plan.stages.filter(\.purpose.isOfRemoval)
        removals =
            names.sorted().chunks(of: Self.removalsPerPart).map { chunk in
                let chunk = Set(chunk)
                return removing.map { $0.keeping { chunk.contains($0) } }.filter { !$0.operations.isEmpty }
            }[...]
        stages = plan.stages.filter { !$0.purpose.isOfRemoval }[...]
    }

    /// Whether nothing is left.
    var isEmpty: Bool { removals.isEmpty && stages.isEmpty }

    /// Leaves out what waits for the next window of the site, since this one has closed.
    ///
    /// Login pages of which the old ones are gone get the new ones, and rows of a walled garden their order: a router must not stand half-way
    /// for a day.
    ///
    /// - Returns: whether anything was left out.
    mutating func keepWhatNeverWaits() -> Bool {
        if !rest.isEmpty, let first = stages.indices.first { stages[first].operations = Array(rest) }
        (rest, additions) = ([], 0)
        let before = operationCount
        var waiting: Set<String> = []
        for case .inspectUser(let row, let reason) in removals.joined().flatMap(\.operations)
        where reason.waitsForWindow { waiting.insert(row.name) }
        removals =
            removals.map { stages in
                stages.map { $0.without(users: waiting) }.filter { !$0.operations.isEmpty }
            }.filter { !$0.isEmpty }[...]
        var profiles: Set<String> = []
        for case .addUser(let user, _) in stages.flatMap(\.operations) where user.login != nil {
            profiles.insert(user.profile)
        }
        stages =
            stages.map { [begun] stage in
                stage.purpose.bond.map(begun.contains) == true ? stage : stage.whatNeverWaits(profiles: profiles)
            }.filter { !$0.operations.isEmpty }[...]
        return before != operationCount
    }

    private var operationCount: Int {
        (Array(removals.joined()) + stages).reduce(0) { $0 + $1.operations.count }
    }

    /// The next part.
    ///
    /// - Parameter pace: how fast the device is known to be.
    /// - Returns: nil when nothing is left.
    mutating func next(_ pace: WritePace) -> Part? {
        if let part = removals.popFirst() { return Part(stages: part) }
        guard let stage = stages.first else { return nil }
        if let bond = stage.purpose.bond { begun.insert(bond) }
        guard stage.purpose == .users || stage.purpose == .prepare else {
            stages.removeFirst()
            return Part(stages: [stage])
        }
        if rest.isEmpty {
            rest = stage.operations[...]
            additions = stage.operations.count(where: \.addsUser)
        }
        let part = cut(stage.purpose, pace.way(forRows: additions, rules: rules))
        if rest.isEmpty { stages.removeFirst() }
        return part
    }

    private mutating func cut(_ purpose: Plan.Stage.Purpose, _ way: WriteWay) -> Part {
        switch way {
        case .commands(let maximum):
            let operations = Array(rest.prefix(maximum))
            take(operations)
            return Part(stages: [Plan.Stage(purpose, operations)])
        case .script(let maximum):
            // What goes by commands all the same takes their time.
            var (added, others) = (0, 0)
            let operations = Array(
                rest.prefix { operation in
                    if operation.addsUser { added += 1 } else { others += 1 }
                    return added <= maximum && others <= rules.commandRowsMaximum
                }
            )
            take(operations)
            return Part(stages: [Plan.Stage(purpose, operations)], usesScripts: true)
        }
    }

    private mutating func take(_ operations: [Operation]) {
        rest = rest.dropFirst(operations.count)
        additions -= operations.count(where: \.addsUser)
    }
}

extension Operation {
    /// Whether it adds a user.
    var addsUser: Bool { if case .addUser = self { true } else { false } }
}
