/// What operators do to values.
extension ScriptValue {
    func apply(_ operation: ScriptUnaryOperator, at position: ScriptPosition) throws(ScriptFailure) -> ScriptValue {
        switch (operation, self) {
        case (.not, _):
            guard let truth = self.truth else { throw self.unsuitable("!", position) }
            return .boolean(!truth)
        case (.minus, .number(let value)): return .number(0 &- value)
        case (.minus, .time(let value)): return .time(0 &- value)
        case (.invert, .address(let address)): return .address(IPv4(~address.number))
        default: throw self.unsuitable(operation.rawValue, position)
        }
    }

    func apply(
        _ operation: ScriptBinaryOperator,
        _ other: ScriptValue,
        at position: ScriptPosition
    ) throws(ScriptFailure) -> ScriptValue {
        switch operation {
        case .element: return self.element(other)
        case .concatenate: return self.concatenated(with: other)
        case .join: return self.joined(with: other)
        case .equal: return .boolean(self == other || (self.isAbsent && other.isAbsent))
        case .notEqual: return .boolean(!(self == other || (self.isAbsent && other.isAbsent)))
        case .less: return .boolean(try self.isLess(than: other, operation, position))
        case .greater: return .boolean(try other.isLess(than: self, operation, position))
        case .lessOrEqual:
            return .boolean(try !other.isLess(than: self, operation, position) && !self.isIncomparable(other))
        case .greaterOrEqual:
            return .boolean(try !self.isLess(than: other, operation, position) && !self.isIncomparable(other))
        case .matches: return .boolean(try ScriptPattern(other, at: position).matches(self.shown))
        case .in: return .boolean(try self.isInside(other, position))
        case .and, .or:
            guard let left = self.truth, let right = other.truth else {
                throw self.unsuitable(operation, other, position)
            }
            return .boolean(operation == .and ? left && right : left || right)
        default:
            return try self.calculated(operation, other, position)
        }
    }

    /// `array->"key"` or `array->0`; what is not there is nothing.
    ///
    /// ASSUMED: so is the element of what is no array.
    private func element(_ key: ScriptValue) -> ScriptValue {
        guard case .array(let array) = self else { return .nothing }
        if case .number(let place) = key { return array[place] ?? .nothing }
        return array[key.shown] ?? .nothing
    }

    /// The operator goes to each element of an array (manual, tips and tricks).
    private func concatenated(with other: ScriptValue) -> ScriptValue {
        if case .array(let array) = other { return .array(array.mapValues { self.concatenated(with: $0) }) }
        if case .array(let array) = self { return .array(array.mapValues { $0.concatenated(with: other) }) }
        return .string(WordBytes(self.shown.bytes + other.shown.bytes))
    }

    private func joined(with other: ScriptValue) -> ScriptValue {
        var joined: ScriptArray
        if case .array(let array) = self { joined = array } else { joined = ScriptArray([self]) }
        if case .array(let array) = other { joined.append(contentsOf: array) } else { joined.append(other) }
        return .array(joined)
    }

    private func isIncomparable(_ other: ScriptValue) -> Bool {
        self.isAbsent || other.isAbsent
    }

    /// A comparison with nothing is false (manual, `:nothing`); one of a number with a text fails (reported).
    ///
    /// ASSUMED: so do all others of different types, and texts are compared byte by byte.
    private func isLess(
        than other: ScriptValue,
        _ operation: ScriptBinaryOperator,
        _ position: ScriptPosition
    ) throws(ScriptFailure) -> Bool {
        if self.isIncomparable(other) { return false }
        switch (self, other) {
        case (.number(let left), .number(let right)): return left < right
        case (.time(let left), .time(let right)): return left < right
        case (.string(let left), .string(let right)): return left < right
        case (.address(let left), .address(let right)): return left.number < right.number
        case (.id(let left), .id(let right)): return left < right
        default: throw self.unsuitable(operation, other, position)
        }
    }

    /// ASSUMED: for anything but addresses `in` is refused.
    private func isInside(_ other: ScriptValue, _ position: ScriptPosition) throws(ScriptFailure) -> Bool {
        guard case .prefix(let network, let length) = other else { throw self.unsuitable(.in, other, position) }
        let mask = length == 0 ? 0 : UInt32.max << (32 - UInt32(length))
        switch self {
        case .address(let address): return address.number & mask == network.number & mask
        case .prefix(let address, let own): return own >= length && address.number & mask == network.number & mask
        default: throw self.unsuitable(.in, other, position)
        }
    }

    /// ASSUMED: numbers overflow silently, a time takes numbers as factor and divisor only, and a text is no number here.
    private func calculated(
        _ operation: ScriptBinaryOperator,
        _ other: ScriptValue,
        _ position: ScriptPosition
    ) throws(ScriptFailure) -> ScriptValue {
        switch (self, operation, other) {
        case (.number(let left), .add, .number(let right)): return .number(left &+ right)
        case (.number(let left), .subtract, .number(let right)): return .number(left &- right)
        case (.number(let left), .multiply, .number(let right)): return .number(left &* right)
        case (.number(let left), .divide, .number(let right)): return .number(try left.quotient(right, position).0)
        case (.number(let left), .modulo, .number(let right)): return .number(try left.quotient(right, position).1)
        case (.time(let left), .add, .time(let right)): return .time(left &+ right)
        case (.time(let left), .subtract, .time(let right)): return .time(left &- right)
        case (.time(let left), .multiply, .number(let right)): return .time(left &* right)
        case (.number(let left), .multiply, .time(let right)): return .time(left &* right)
        case (.time(let left), .divide, .number(let right)): return .time(try left.quotient(right, position).0)
        case (.address(let left), .add, .number(let right)):
            return .address(IPv4(UInt32(truncatingIfNeeded: Int64(left.number) &+ right)))
        case (.address(let left), .subtract, .number(let right)):
            return .address(IPv4(UInt32(truncatingIfNeeded: Int64(left.number) &- right)))
        case (.address(let left), .subtract, .address(let right)):
            return .number(Int64(left.number) - Int64(right.number))
        case (.address(let left), .bitAnd, .address(let right)): return .address(IPv4(left.number & right.number))
        case (.address(let left), .bitOr, .address(let right)): return .address(IPv4(left.number | right.number))
        case (.address(let left), .bitXor, .address(let right)): return .address(IPv4(left.number ^ right.number))
        case (.address(let left), .shiftLeft, .number(let right)): return .address(IPv4(left.number << right))
        case (.address(let left), .shiftRight, .number(let right)): return .address(IPv4(left.number >> right))
        default: throw self.unsuitable(operation, other, position)
        }
    }

    /// ASSUMED: the wording; no source has the console's text for values that an operator does not take.
    private func unsuitable(
        _ operation: ScriptBinaryOperator,
        _ other: ScriptValue,
        _ position: ScriptPosition
    ) -> ScriptFailure {
        .runtime("cannot apply \(operation.rawValue) to \(self.typeName) and \(other.typeName)", at: position)
    }

    private func unsuitable(_ operation: String, _ position: ScriptPosition) -> ScriptFailure {
        .runtime("cannot apply \(operation) to \(self.typeName)", at: position)
    }
}

extension Int64 {
    /// ASSUMED: the wording.
    fileprivate func quotient(_ divisor: Int64, _ position: ScriptPosition) throws(ScriptFailure) -> (Int64, Int64) {
        if divisor == 0 { throw .runtime("division by zero", at: position) }
        // The one quotient that does not fit.
        if divisor == -1 { return (0 &- self, 0) }
        return (self / divisor, self % divisor)
    }
}
