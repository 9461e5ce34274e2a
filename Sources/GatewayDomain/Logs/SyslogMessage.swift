/// One message of a router as it goes over the network or stands in a file, before anybody looks at what it says.
///
/// Three forms, all of RouterOS: `topics message`, its own, behind a time where it stands in a log; the Common Event Format; and `<PRI>Mmm d HH:MM:SS identity
/// message` as in RFC 3164, which has no tag, and topics only since 7.22 when asked for. A syslog server writes either behind a time of
/// its own and the name of the sender.
public struct SyslogMessage: Hashable, Sendable {
    /// Facility times 8 plus severity, as it stood in angle brackets, or nil.
    public var priority: Int?
    /// When it was sent by the router's clock, or written by the server's, or nil.
    public var time: LogTimestamp?
    /// The topics, such as `hotspot`, `info`, `debug`; empty when none are told where they stand first.
    public var topics: [String]
    /// What follows: the message, or behind a time the sender's name with one or more words, and then the message.
    public var body: ArraySlice<UInt8>

    /// Whether ``body`` begins with the name of the sender, which nothing separates from what follows.
    ///
    /// True behind a time of syslog without topics.
    public var hasSender: Bool
    /// Whether it came in the Common Event Format (`remote-log-format=cef`).
    public var isCommonEvent = false

    /// Reads a message.
    ///
    /// - Parameter line: one datagram or one line; nil comes of an empty one, of what is longer than
    ///   ``LogText/maximumLineBytes``, and of a priority without an end.
    public init?(_ line: ArraySlice<UInt8>) {
        let line = line.trimmed
        guard !line.isEmpty, line.count <= LogText.maximumLineBytes else { return nil }
        var reader = LogBytes(line)
        priority = nil
        if reader.skip("<") {
            guard let number = reader.number(digits: 1...3), number <= 191, reader.skip(">") else { return nil }
            priority = Int(number)
        }
        time = LogTimestamp.read(&reader)
        reader.skipSpaces()
        if let event = CommonEvent(reader.rest) {
            (topics, body) = (event.topics, event.message)
            (hasSender, isCommonEvent) = (false, true)
            return
        }
        topics = Self.takeTopics(&reader)
        hasSender = topics.isEmpty && time?.isOfSyslog == true
        body = reader.rest
    }

    /// Reads a message that is text already.
    ///
    /// - Parameter line: the message, as ``init(_:)-(ArraySlice<UInt8>)`` takes it.
    public init?(_ line: String) {
        self.init(Array(line.utf8)[...])
    }

    /// The lines of a hotspot that this may be, the likeliest first.
    ///
    /// There is one at most, unless the sender's name is unknown and no topics and no prefix tell where it ends: then `Front Desk
    /// ABC123 (10.0.0.9): logged in` may be of the users `ABC123` and `Desk ABC123`.
    ///
    /// - Parameter sender: the name under which the sender stands in the line (a router's identity), or nil when nobody knows.
    /// - Returns: the lines, eight at most; none when it is no message of a hotspot.
    public func hotspotLines(sender: String? = nil) -> [HotspotLogLine] {
        guard hasSender else { return HotspotLogLine(body).map { [$0] } ?? [] }
        guard HotspotLogLine(body) != nil else { return [] }
        var reader = LogBytes(body)
        if let sender, body.starts(with: Array("\(sender) ".utf8)) {
            reader.drop(sender.utf8.count)
            reader.skipSpaces()
            _ = Self.takeTopics(&reader)
            return HotspotLogLine(reader.rest).map { [$0] } ?? []
        }
        var readings: [HotspotLogLine] = []
        for _ in 0..<8 {
            let word = reader.word()
            reader.drop(word.count)
            guard reader.skipSpaces() > 0 else { break }
            let isTopics = !Self.takeTopics(&reader).isEmpty
            guard let line = HotspotLogLine(reader.rest), !line.user.isEmpty || readings.isEmpty else { break }
            if isTopics { return [line] }
            readings.append(line)
            if line.prefix != nil { break }
        }
        // The last word is likelier the whole name than a part of it: codes have no spaces.
        return readings.last?.prefix != nil ? readings.suffix(1) : readings.reversed()
    }

    /// The topics that come next, taken with the space behind them; none when the next word is something else.
    ///
    /// WinBox shows them with a space behind each comma, and so they stand in what was copied from it.
    private static func takeTopics(_ reader: inout LogBytes) -> [String] {
        var attempt = reader
        var topics: [ArraySlice<UInt8>] = []
        var goesOn = true
        while goesOn {
            let word = attempt.word()
            var parts = word.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            goesOn = parts.count > 1 && parts.last?.isEmpty == true
            if goesOn { parts.removeLast() }
            guard !parts.isEmpty, parts.allSatisfy(isTopic) else { return [] }
            topics += parts
            attempt.drop(word.count)
            attempt.skipSpaces()
        }
        guard topics.count > 1 else { return [] }
        reader = attempt
        return topics.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func isTopic(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return bytes.count <= 20
            && bytes.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || LogBytes.isDigit($0) || $0 == UInt8(ascii: "-")
            }
    }
}
