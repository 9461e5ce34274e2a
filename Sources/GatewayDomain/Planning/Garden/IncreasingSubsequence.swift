/// Finds the largest set of rows that are in order already, so that the others are the fewest that have to move.
enum IncreasingSubsequence {
    /// Which elements belong to a longest increasing subsequence.
    ///
    /// Patience sorting, O(n log n). Elements are distinct. Of several longest ones the same is found every time.
    ///
    /// - Parameter values: the places that rows should have, in the order in which they stand.
    /// - Returns: the values that can stay put.
    static func longest(of values: [Int]) -> Set<Int> {
        /// For each length the position of the smallest last element of a subsequence of that length.
        var tails: [Int] = []
        var previous = Array(repeating: -1, count: values.count)
        for (position, value) in values.enumerated() {
            var low = 0
            var high = tails.count
            while low < high {
                let middle = (low + high) / 2
                if values[tails[middle]] < value { low = middle + 1 } else { high = middle }
            }
            if low > 0 { previous[position] = tails[low - 1] }
            if low == tails.count { tails.append(position) } else { tails[low] = position }
        }
        var found: Set<Int> = []
        var position = tails.last ?? -1
        while position >= 0 {
            found.insert(values[position])
            position = previous[position]
        }
        return found
    }
}
