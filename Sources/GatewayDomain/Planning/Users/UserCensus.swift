/// The users that were read, sorted by whose they are, and found by name or by what their mark says.
///
/// Rows are numbers into `observed.users`; rows of one name are chained, so that ten thousand users cost two hash tables and
/// no array each.
struct UserCensus {
    /// Whose a row is.
    enum Ownership: Hashable {
        case ours
        case otherGateway(GatewayID)
        case foreign
        /// The router made it for itself.
        case builtIn
        /// Beyond the scope: it takes no part.
        case ignored
    }

    let users: [ObservedUser]
    /// Whose each row is.
    private(set) var ownership: [Ownership] = []
    /// The mark of each row of ours.
    private(set) var marks: [OwnershipMark?] = []
    /// How many rows of ours were read.
    private(set) var managedCount = 0
    private var firstByName: [String: Int] = [:]
    private var nextOfName: [Int] = []

    init(users: [ObservedUser], gateway: GatewayID, scope: (String) -> Bool) {
        self.users = users
        ownership.reserveCapacity(users.count)
        marks.reserveCapacity(users.count)
        nextOfName.reserveCapacity(users.count)
        firstByName.reserveCapacity(users.count)
        for row in users.indices {
            guard scope(users[row].name) else {
                append(.ignored, nil)
                continue
            }
            let isBuiltIn = users[row].isBuiltIn
            let mark = isBuiltIn ? nil : users[row].mark
            append(isBuiltIn ? .builtIn : Self.ownership(of: mark, gateway: gateway), mark)
            if let other = firstByName.updateValue(row, forKey: users[row].name) { nextOfName[row] = other }
        }
    }

    /// Some row of a name.
    func firstRow(named name: String) -> Int? { firstByName[name] }

    /// Whether further rows of its name follow a first row.
    func hasOthers(_ first: Int) -> Bool { nextOfName[first] >= 0 }

    /// The rows of a name, of whomever.
    func rows(named name: String) -> Chain { Chain(following: nextOfName, row: firstByName[name] ?? -1) }

    private mutating func append(_ whose: Ownership, _ mark: OwnershipMark?) {
        ownership.append(whose)
        marks.append(whose == .ours ? mark : nil)
        nextOfName.append(-1)
        if whose == .ours { managedCount += 1 }
    }

    private static func ownership(of mark: OwnershipMark?, gateway: GatewayID) -> Ownership {
        guard let mark, mark.kind != .garden else { return .foreign }
        return mark.gateway == gateway ? .ours : .otherGateway(mark.gateway)
    }

    /// Rows of one name.
    struct Chain: Sequence, IteratorProtocol {
        fileprivate let following: [Int]
        fileprivate var row: Int

        mutating func next() -> Int? {
            guard row >= 0 else { return nil }
            defer { row = following[row] }
            return row
        }
    }
}
