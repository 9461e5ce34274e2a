import GatewayDomain

/// The reports on record that a batch may repeat, with those of the batch itself; found without looking through all of them.
struct KnownReports {
    private var all: [Recording.Known] = []
    private var byDedupeKey: [String: Int] = [:]
    private var byName: [NameOnDevice: [Int]] = [:]

    /// Adds one.
    mutating func append(_ known: Recording.Known) {
        if byDedupeKey[known.key.dedupeKey] == nil { byDedupeKey[known.key.dedupeKey] = all.count }
        byName[known.key.name, default: []].append(all.count)
        all.append(known)
    }

    /// The one that is the same, word for word.
    func same(as key: SessionKey) -> Recording.Known? {
        byDedupeKey[key.dedupeKey].map { all[$0] }
    }

    /// The one of the same event, as far as their times tell: the nearest, so that it is the same one in whatever order they were found.
    func near(_ key: SessionKey) -> Recording.Known? {
        byName[key.name]?.map { all[$0] }.filter { $0.key.isNear(key) }.min { left, right in
            (left.key.distance(to: key), left.key.dedupeKey) < (right.key.distance(to: key), right.key.dedupeKey)
        }
    }
}
