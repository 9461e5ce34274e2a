/// Runs a script: a value without I/O, clock or router.
///
/// It goes until it needs something from outside and says what; whoever holds it answers, and it goes on. So a script can wait for
/// hours of simulated time or for a web server, and a power cut just drops it.
struct ScriptMachine: Sendable {
    /// Instructions without a pause, after which a script counts as one that hangs.
    static let stepsMaximum = 1_000_000
    static let framesMaximum = 64
    /// The largest value, and the most that a script may print, in bytes.
    static let valueBytesMaximum = 1 << 20
    /// How deep arrays may stand in each other.
    static let valueDepthMaximum = 64
    static let outputBytesMaximum = 1 << 20

    /// The call that is under way.
    ///
    /// By itself, since each step looks at it: in an array it would be copied to be looked at.
    var frame: ScriptFrame
    /// The calls that wait for the present one, the first one first.
    private var callers: [ScriptFrame] = []
    /// What `:put` printed.
    var output: [UInt8] = []
    var failure: ScriptFailure?
    private var steps = 0

    init(_ program: ScriptProgram, name: String?, variables: [String: ScriptValue] = [:]) {
        self.frame = ScriptFrame(program, name: name, variables: variables)
    }

    /// The line of the command that runs.
    var position: ScriptPosition {
        guard self.frame.next > 0, self.frame.next <= self.frame.program.positions.count else { return .start }
        return self.frame.program.positions[self.frame.next - 1]
    }

    /// Whether the present call is one of another.
    var isCalled: Bool { !self.callers.isEmpty }

    /// What the present call may do; nil where nobody limits it further.
    var policies: Set<SimulatedAccount.Policy>? {
        self.frame.policies ?? self.callers.last { $0.policies != nil }?.policies
    }

    /// Goes on with what was asked for.
    mutating func resume(_ answer: ScriptAnswer) {
        switch answer {
        case .value(let value): self.push(value)
        case .waited: break
        case .failure(let failure): self.failure = failure
        case .call(let program, let name, let policies): self.enter(program, name: name, policies: policies)
        case .rows(let rows):
            guard case .rows(let asked) = self.frame.loops.last else { return }
            self.frame.loops[self.frame.loops.count - 1] = .rows(
                ScriptSelection(shape: asked.shape, arguments: asked.arguments, rows: rows)
            )
        }
    }

    /// Runs until something is needed from outside.
    mutating func run(_ environment: inout ScriptEnvironment) -> ScriptAction {
        self.steps = 0
        while true {
            if let failure {
                self.failure = nil
                guard self.handle(failure) else { return .failed(failure) }
            }
            guard self.frame.next < self.frame.program.instructions.count else {
                if let action = self.leave(.nothing) { return action }
                continue
            }
            self.steps += 1
            if self.steps > Self.stepsMaximum {
                self.failure = .exhausted("more than \(Self.stepsMaximum) steps without a pause")
                continue
            }
            let instruction = self.frame.program.instructions[self.frame.next]
            self.frame.next += 1
            do throws(ScriptFailure) {
                if let action = try self.carryOut(instruction, &environment) { return action }
            } catch {
                self.failure = error
            }
        }
    }

    // MARK: Calls

    mutating func enter(
        _ program: ScriptProgram,
        name: String? = nil,
        variables: [String: ScriptValue] = [:],
        policies: Set<SimulatedAccount.Policy>? = nil
    ) {
        guard self.callers.count < Self.framesMaximum - 1 else {
            self.failure = .exhausted("more than \(Self.framesMaximum) calls in each other")
            return
        }
        self.callers.append(self.frame)
        self.frame = ScriptFrame(program, name: name, variables: variables, policies: policies)
    }

    /// The present call is over.
    mutating func leave(_ value: ScriptValue) -> ScriptAction? {
        guard let caller = self.callers.popLast() else { return .finished(value) }
        self.frame = caller
        self.push(value)
        return nil
    }

    /// Goes on at the nearest place that catches failures.
    private mutating func handle(_ failure: ScriptFailure) -> Bool {
        while true {
            if !failure.isFinal, let handler = self.frame.handlers.popLast() {
                self.frame.stack.removeLast(self.frame.stack.count - handler.stack)
                self.frame.scopes.removeLast(self.frame.scopes.count - handler.scopes)
                self.frame.loops.removeLast(self.frame.loops.count - handler.loops)
                self.frame.next = handler.goal
                self.push(.string(failure.message))
                return true
            }
            guard let caller = self.callers.popLast() else { return false }
            self.frame = caller
        }
    }

    // MARK: Stack

    mutating func push(_ value: ScriptValue) {
        self.frame.stack.append(value)
    }

    mutating func pop() -> ScriptValue {
        self.frame.stack.popLast() ?? .nothing
    }

    mutating func pop(_ count: Int) -> [ScriptValue] {
        let present = self.frame.stack.count
        let values = Array(self.frame.stack.suffix(count))
        self.frame.stack.removeLast(min(count, present))
        return values
    }

    mutating func pushMeasured(_ value: ScriptValue) throws(ScriptFailure) {
        try Self.measure(value)
        // Long values take as long as many steps.
        self.steps += value.weight / 4096
        self.push(value)
    }

    static func measure(_ value: ScriptValue) throws(ScriptFailure) {
        guard value.weight <= self.valueBytesMaximum else {
            throw .exhausted("a value of more than \(self.valueBytesMaximum) bytes")
        }
        guard value.depth <= self.valueDepthMaximum else {
            throw .exhausted("more than \(self.valueDepthMaximum) arrays in each other")
        }
    }
}
