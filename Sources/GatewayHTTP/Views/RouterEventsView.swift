import GatewayDomain
import GatewayStore

/// What a router is told of the events that it sent.
struct RouterEventsView {
    /// The events as they were read.
    let events: [Result<RouterEvent, RouterEventProblem>]
    /// What came of those that could be, in their order.
    let recorded: [RecordedReport]
    /// When they arrived.
    let receivedAt: Timestamp

    /// One JSON object: small, since `/tool fetch` takes 64,512 bytes into a variable (manual, "Fetch").
    var json: JSON {
        var results: [JSON] = []
        var recorded = recorded[...]
        for (index, event) in events.enumerated() {
            switch event {
            case .failure(let problem):
                results.append(["index": .number(index), "error": .string("\(problem)")])
            case .success(let event):
                guard let record = recorded.popFirst() else { continue }
                var members: JSON = [
                    "index": .number(index), "meaning": .string(record.meaning.rawValue), "new": .boolean(record.isNew),
                ]
                if !event.notes.isEmpty { members = members.with(["notes": .list(event.notes) { .string($0) }]) }
                results.append(members)
            }
        }
        return [
            "received_at": .time(receivedAt),
            "recorded": .number(self.recorded.count),
            "rejected": .number(events.count - self.recorded.count),
            "events": .array(results),
        ]
    }
}
