/// Decides where rows are added and which rows move, so that as few rows as possible do.
///
/// Rows are named by their wanted places, 0, 1, 2 …. Of the rows that are there, those of a longest increasing subsequence stay
/// put. Between two of these lies a run of rows that have to come there: rows that move and rows that are new. Additions of one
/// stage may be made in any order, so only one new row of a run finds its place by being added; with several new rows, the
/// whole run is moved as one block after they were added.
struct GardenOrder {
    /// A new row, and the row before which it is added; nil for the end.
    struct Addition: Hashable {
        var place: Int
        var next: Int?
    }

    /// Rows that are moved as a block in this order, and the row before which they go; nil for the end.
    struct Move: Hashable {
        var places: [Int]
        var next: Int?
    }

    private(set) var additions: [Addition] = []
    private(set) var moves: [Move] = []

    /// Decides.
    ///
    /// - Parameters:
    ///   - standing: the wanted places of the rows that are there, in the order in which they stand.
    ///   - isThere: for each wanted place whether its row is there.
    ///   - addsRows: whether rows that are not there are added; else they are left out.
    init(standing: [Int], isThere: [Bool], addsRows: Bool) {
        let staying = IncreasingSubsequence.longest(of: standing)
        var run: [Int] = []
        for place in isThere.indices {
            if staying.contains(place) {
                settle(run, before: place, isThere)
                run = []
            } else if isThere[place] || addsRows {
                run.append(place)
            }
        }
        settle(run, before: nil, isThere)
    }

    private mutating func settle(_ run: [Int], before next: Int?, _ isThere: [Bool]) {
        let fresh = run.filter { !isThere[$0] }
        additions += fresh.map { Addition(place: $0, next: next) }
        guard fresh.count == 1, let anchor = run.firstIndex(of: fresh[0]) else {
            if !run.isEmpty { moves.append(Move(places: run, next: next)) }
            return
        }
        let (before, after) = (run[..<anchor], run[(anchor + 1)...])
        if !before.isEmpty { moves.append(Move(places: Array(before), next: fresh[0])) }
        if !after.isEmpty { moves.append(Move(places: Array(after), next: next)) }
    }
}
