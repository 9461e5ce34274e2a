/// What is to be done when: the earliest first, and of one moment in the order in which it was added.
struct Agenda<Item> {
    private struct Entry {
        var at: Duration
        var number: UInt64
        var item: Item

        func isBefore(_ other: Entry) -> Bool { at == other.at ? number < other.number : at < other.at }
    }

    /// A binary heap.
    private var entries: [Entry] = []
    private var lastNumber: UInt64 = 0

    mutating func add(_ item: Item, at: Duration) {
        lastNumber += 1
        entries.append(Entry(at: at, number: lastNumber, item: item))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].isBefore(entries[parent]) else { break }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    mutating func takeFirst() -> (at: Duration, item: Item)? {
        guard let last = entries.indices.last else { return nil }
        entries.swapAt(0, last)
        let first = entries.removeLast()
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1].isBefore(entries[child]) { child += 1 }
            guard entries[child].isBefore(entries[parent]) else { break }
            entries.swapAt(parent, child)
            parent = child
        }
        return (first.at, first.item)
    }
}
