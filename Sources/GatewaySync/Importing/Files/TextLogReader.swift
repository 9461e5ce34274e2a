import GatewayDomain

/// Reads the lines of a router's own log, and of a syslog server's.
struct TextLogReader {
    /// Who is taken for the sender where lines have one: true for syslog, false for RouterOS, nil for what each line looks like.
    private let given: ImportFormat?
    private let options: ImportOptions
    private var clock: LogClock

    init(_ given: ImportFormat?, _ options: ImportOptions, now: Timestamp) throws(PortalValueError) {
        self.given = given
        self.options = options
        clock = try LogClock(timeZone: options.timeZone, reference: options.writtenBy ?? now, year: options.year)
    }

    /// What a line looks like, or nil when it is no line of a log.
    static func format(of line: ArraySlice<UInt8>) -> ImportFormat? {
        if printedAt(line) != nil || fields(of: line) != nil { return .routeros }
        guard let message = message(in: line) else { return nil }
        if message.priority != nil { return .syslog }
        guard message.time != nil else { return nil }
        return message.hasSender || message.isCommonEvent ? .syslog : .routeros
    }

    mutating func read(_ bytes: ArraySlice<UInt8>, _ times: ImportTimes) -> ImportedLine.Content {
        let line = LogText.trimmed(bytes)
        if let printed = Self.printedAt(line) {
            restart(printedAt: printed)
            return .passedOver
        }
        if Self.isDecoration(line) { return .passedOver }
        guard var message = Self.fields(of: line) ?? Self.message(in: line) else {
            return .unreadable("it is no line of a log")
        }
        if let given, message.topics.isEmpty { message.hasSender = given == .syslog }
        let readings = message.hotspotLines()
        guard let stamp = message.time else {
            // Lines that go on from the one before are nobody's login.
            return readings.isEmpty
                ? .unreadable("it does not begin with a time") : .unreadable("its login has no time")
        }
        // The clock follows every line, since a log passes a new year with whatever it tells.
        let time = clock.time(of: stamp)
        guard let first = readings.first else { return .passedOver }
        let event: RedemptionReport.Event
        var cause: String?
        switch first.event {
        case .loggedIn: event = .login
        case .loggedOut(let reason):
            event = .logout
            cause = reason.isEmpty ? nil : reason
        case .trying, .loginFailed: return .passedOver
        }
        guard let time else { return .unreadable("there is no such day") }
        var login = ImportedLogin(users: readings.map(\.user), event: event, timeText: "\(time)")
        login.at = times.canBe(time) ? time : nil
        login.address = first.address
        login.endCause = cause
        return .login(login)
    }

    /// A file that tells when it was printed is of that time.
    private mutating func restart(printedAt stamp: LogTimestamp) {
        guard let printed = clock.time(of: stamp) else { return }
        // The zone was good before.
        clock = (try? LogClock(timeZone: options.timeZone, reference: printed, year: options.year)) ?? clock
    }

    /// `# sep/27/2026 13:00:00 by RouterOS 6.49.10`, with which RouterOS begins what it prints into a file.
    private static func printedAt(_ line: ArraySlice<UInt8>) -> LogTimestamp? {
        guard line.first == UInt8(ascii: "#") else { return nil }
        let text = String(decoding: line.prefix(120), as: UTF8.self)
        guard let end = text.firstRange(of: " by RouterOS") else { return nil }
        return LogTimestamp(String(text[..<end.lowerBound].drop { $0 == "#" || $0 == " " }))
    }

    /// What a terminal shows around a log: prompts, questions for keys, separators, comments.
    private static func isDecoration(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first else { return true }
        if first == UInt8(ascii: "#") { return true }
        // Nearly every line begins with its time.
        guard "[-=FCT".utf8.contains(first) else { return false }
        let text = String(decoding: line.prefix(120), as: UTF8.self)
        return text.hasPrefix("[") && text.contains("] ") && text.contains(">") || text.hasPrefix("-- ")
            || text.hasPrefix("= = =") || text.hasPrefix("Flags: ") || text.hasPrefix("Columns: ")
            || text == "TIME TOPICS MESSAGE"
    }

    /// The message of a line, which may begin with the number of a row.
    private static func message(in line: ArraySlice<UInt8>) -> SyslogMessage? {
        guard let message = SyslogMessage(line) else { return nil }
        guard message.time == nil, message.priority == nil else { return message }
        let digits = line.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let rest = line.dropFirst(digits.count)
        guard !digits.isEmpty, rest.first == UInt8(ascii: " "), let numbered = SyslogMessage(rest), numbered.time != nil
        else { return message }
        return numbered
    }

    /// `0 time=sep/25 21:10:05 topics=hotspot,info,debug message="…"`, which `print terse` and `print detail` show.
    private static func fields(of line: ArraySlice<UInt8>) -> SyslogMessage? {
        guard line.prefix(16).contains(UInt8(ascii: "=")) else { return nil }
        let text = LogText.decode(line)
        guard let time = text.firstRange(of: "time="), let topics = text.firstRange(of: " topics="),
            let message = text.firstRange(of: " message="), time.upperBound <= topics.lowerBound,
            topics.upperBound <= message.lowerBound,
            text[..<time.lowerBound].allSatisfy({ $0 == " " || $0.isNumber })
        else { return nil }
        let quote: Set<Character> = ["\"", " "]
        let when = text[time.upperBound..<topics.lowerBound].drop { quote.contains($0) }
        var said = text[message.upperBound...]
        if said.first == "\"" { said = said.dropFirst().last == "\"" ? said.dropFirst().dropLast() : said.dropFirst() }
        let plain = "\(when.prefix { $0 != "\"" }) \(text[topics.upperBound..<message.lowerBound]) \(said)"
        return SyslogMessage(plain.replacing("\\\"", with: "\""))
    }
}
