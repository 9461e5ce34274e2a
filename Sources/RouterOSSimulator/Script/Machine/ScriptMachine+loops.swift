/// Loops and attempts.
extension ScriptMachine {
    mutating func loop(_ instruction: ScriptInstruction) throws(ScriptFailure) -> ScriptAction? {
        switch instruction {
        case .beginEach:
            // ASSUMED: a single value is an array of one here, and nothing an empty one.
            let value = self.pop()
            let array = value.elements ?? (value.isAbsent ? ScriptArray() : ScriptArray([value]))
            self.frame.loops.append(.each(pairs: array.pairs, next: 0))
        case .nextEach(let key, let value, let exit):
            guard case .each(let pairs, let next) = self.frame.loops.last else { return nil }
            guard next < pairs.count else {
                self.frame.next = exit
                return nil
            }
            self.frame.loops[self.frame.loops.count - 1] = .each(pairs: pairs, next: next + 1)
            self.bind(value, pairs[next].value)
            if let key { self.bind(key, pairs[next].key) }
        case .beginCount(let hasStep): try self.beginCount(hasStep: hasStep)
        case .nextCount(let name, let exit): self.nextCount(name, exit: exit)
        case .beginRetry: try self.beginRetry()
        case .nextRetry(let start):
            guard case .retry(let left, let pause) = self.frame.loops.last, left > 1 else { return nil }
            self.frame.loops[self.frame.loops.count - 1] = .retry(left: left - 1, pause: pause)
            // The message of the failure.
            _ = self.pop()
            self.frame.next = start
            return .wait(pause)
        default:
            _ = self.frame.loops.popLast()
        }
        return nil
    }

    private mutating func bind(_ name: String, _ value: ScriptValue) {
        self.frame.scopes[self.frame.scopes.count - 1][name] = .local(value)
    }

    /// ASSUMED: without a step it counts down when the end is below the start, as many published loops from `[:len …]-1` to 0 expect.
    private mutating func beginCount(hasStep: Bool) throws(ScriptFailure) {
        let values = self.pop(hasStep ? 3 : 2)
        guard values.count >= 2, case .number(let from) = values[0], case .number(let to) = values[1] else {
            throw .runtime("invalid value for argument from", at: self.position)
        }
        var step: Int64 = from <= to ? 1 : -1
        if hasStep {
            guard case .number(let given) = values[2], given != 0 else {
                throw .runtime("invalid value for argument step", at: self.position)
            }
            step = given
        }
        self.frame.loops.append(.count(next: from, last: to, step: step))
    }

    private mutating func nextCount(_ name: String, exit: Int) {
        guard case .count(let next, let last, let step) = self.frame.loops.last else { return }
        guard let next, step > 0 ? next <= last : next >= last else {
            self.frame.next = exit
            return
        }
        let (following, isTooLarge) = next.addingReportingOverflow(step)
        self.frame.loops[self.frame.loops.count - 1] = .count(
            next: isTooLarge ? nil : following,
            last: last,
            step: step
        )
        self.bind(name, .number(next))
    }

    private mutating func beginRetry() throws(ScriptFailure) {
        let values = self.pop(2)
        guard values.count == 2, case .number(let attempts) = values[0].asNumber,
            case .time(let pause) = values[1].asTime, attempts >= 1, pause >= 0
        else { throw .runtime("invalid value for argument max", at: self.position) }
        self.frame.loops.append(.retry(left: attempts, pause: pause))
    }
}
