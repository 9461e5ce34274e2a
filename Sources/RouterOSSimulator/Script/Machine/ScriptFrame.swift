/// One call: a program and how far it is.
struct ScriptFrame: Sendable {
    /// What a name stands for.
    enum Binding: Sendable {
        case local(ScriptValue)
        /// The global variable of the same name.
        case global
    }

    /// A loop that is under way.
    enum Loop: Sendable {
        case each(pairs: [(key: ScriptValue, value: ScriptValue)], next: Int)
        case count(next: Int64?, last: Int64, step: Int64)
        case retry(left: Int64, pause: Int64)
        case rows(ScriptSelection)
    }

    /// Where a failure goes on, and what was there before.
    struct Handler: Sendable {
        let goal: Int
        let stack: Int
        let scopes: Int
        let loops: Int
    }

    let program: ScriptProgram
    /// What the log calls it, if it has a name of its own.
    let name: String?
    /// What it may do, where that differs from its caller.
    let policies: Set<SimulatedAccount.Policy>?
    var next = 0
    var stack: [ScriptValue] = []
    var scopes: [[String: Binding]]
    var handlers: [Handler] = []
    var loops: [Loop] = []

    init(
        _ program: ScriptProgram,
        name: String? = nil,
        variables: [String: ScriptValue] = [:],
        policies: Set<SimulatedAccount.Policy>? = nil
    ) {
        self.program = program
        self.name = name
        self.policies = policies
        self.scopes = [variables.mapValues { .local($0) }]
    }

    /// The row that a condition looks at.
    var row: ScriptRow? {
        guard case .rows(let selection) = self.loops.last else { return nil }
        return selection.present
    }

    func binding(_ name: String) -> Binding? {
        for scope in self.scopes.reversed() {
            if let binding = scope[name] { return binding }
        }
        return nil
    }
}

/// Rows of a menu, looked at one after the other.
struct ScriptSelection: Sendable {
    let shape: MenuCommandShape
    let arguments: [ScriptValue]
    let rows: [ScriptRow]
    var next = 0
    var kept: [ScriptRow] = []

    var present: ScriptRow? {
        self.next > 0 && self.next <= self.rows.count ? self.rows[self.next - 1] : nil
    }
}
