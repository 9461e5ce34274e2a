import GatewayDomain

/// Events as JSON: the same bytes each time, whenever and to whomever one is told.
enum EventText {
    /// What an event tells, as it is kept.
    static func data(_ members: [GatewayEvent.Member]) -> String {
        var json = "{"
        for (index, member) in members.enumerated() {
            if index > 0 { json += "," }
            JSONText.append(member.name, to: &json)
            json += ":"
            append(member.value, to: &json)
        }
        return json + "}"
    }

    /// An event with all that is told of it.
    static func whole(_ event: RecordedEvent) -> String {
        var json = "{\"id\":"
        JSONText.append(event.id.rawValue, to: &json)
        json += ",\"type\":"
        JSONText.append(event.kind.rawValue, to: &json)
        json += ",\"timestamp\":"
        JSONText.append(event.occurredAt.description, to: &json)
        json += ",\"site_id\":"
        append(event.site.map { .text($0.rawValue) } ?? .null, to: &json)
        // Kept as JSON, and taken over as it is.
        return json + ",\"data\":" + event.data + "}"
    }

    private static func append(_ value: GatewayEvent.Value, to json: inout String) {
        switch value {
        case .text(let text): JSONText.append(text, to: &json)
        case .integer(let integer): json += String(integer)
        case .flag(let flag): json += flag ? "true" : "false"
        case .time(let time): JSONText.append(time.description, to: &json)
        case .texts(let texts): json += "[" + texts.map(JSONText.quoted).joined(separator: ",") + "]"
        case .null: json += "null"
        }
    }
}
