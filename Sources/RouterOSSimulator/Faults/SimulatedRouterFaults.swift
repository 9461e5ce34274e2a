/// What is wrong with a simulated router, or hard about it.
///
/// Everything can be changed while it runs.
public struct SimulatedRouterFaults: Sendable, Hashable {
    /// The largest piece in which replies are written, in bytes: writes are cut at random places.
    ///
    /// Default nil, whole.
    public var pieceBytesMaximum: Int?
    /// Time before a command is looked at.
    ///
    /// Default none.
    public var latency: Duration = .zero
    /// Time that every command takes, one after the other, whatever the number of connections.
    ///
    /// Default none.
    public var commandCost: Duration = .zero
    /// After this many commands since the faults were set every command takes ``slowCommandCost``.
    ///
    /// Default nil, never.
    ///
    /// About 150 on one virtual 7.23.2 router (danikf/tik4net, router throughput ceiling).
    public var commandsBeforeSlowness: Int?
    /// What a command takes once the router is slow.
    ///
    /// Default 20 ms, as measured there.
    public var slowCommandCost: Duration = .milliseconds(20)
    /// Time that each row of an answer takes.
    ///
    /// Default none. (37,111 rows took 6 s on a real router: about 160 µs.)
    public var rowCost: Duration = .zero
    /// Time that each row takes that a script writes, of those that a command starts; nothing else happens meanwhile.
    ///
    /// Default 1 ms. ASSUMED: no source has a figure; whatever is measured of scripts over a simulated router depends on this one.
    public var scriptRowCost: Duration = .milliseconds(1)
    /// The power is cut, and comes back, when a script that a command started has written so many rows.
    ///
    /// Default nil. Used once.
    public var powerCutAfterScriptRows: Int?
    /// The most rows a table takes; `add` beyond it is refused.
    ///
    /// Default nil, no limit.
    public var rowsMaximum: Int?
    /// Whether the disk is full: what adds to a table or changes a row is refused, what removes rows is not.
    ///
    /// Default false.
    public var isDiskFull = false
    /// How long changes stay in memory before they are in the flash: a power cut loses younger ones.
    ///
    /// Default nil, not at all. One field report of 2020 has changes lost that were made shortly before a power cut; no
    /// source has the interval.
    public var flashFlushInterval: Duration?
    /// What the router's own clock shows after each boot, until a time server answers.
    ///
    /// Default: the right time.
    public var clockAfterBoot = ClockAfterBoot.running
    /// How long after a boot a time server answers: then the clock jumps to the right time.
    ///
    /// Default nil, no time server is asked.
    public var timeServerDelay: Duration?
    /// How long after `/certificate/sign` no service takes the certificate: `input does not match any value of certificate`.
    ///
    /// Default none; up to 15 s was reported for 7.23.3.
    public var certificateDelay: Duration = .zero
    /// How long `/tool/fetch` waits for a sign of life, unless it is told, by the clock on the wall: the network is not simulated.
    ///
    /// Default 10 s (manual, Fetch page, 7.15). ASSUMED: before too.
    public var fetchIdleTimeout: Duration = .seconds(10)
    /// The connection is cut in the middle of the answer to the command with this number, 1 being the first after the
    /// fault was set.
    ///
    /// Default nil.
    ///
    /// The command takes effect all the same. Used once.
    public var cutInReplyToCommand: Int?
    /// Nothing is read and nothing is answered, while connections stay open.
    ///
    /// Default false.
    public var isSilent = false
    /// `!empty` comes without the `!done` that should follow, as one report says of 7.23.3; nobody reproduced it.
    ///
    /// Default false.
    public var emptyWithoutDone = false
    /// Whether tagged commands that arrive together may be carried out in any order.
    ///
    /// Default true, as a router may (manual, API page).
    public var reordersTaggedCommands = true
    /// Whether a cancelled command takes 2 to 45 ms to end, as in traces of 7.24.
    ///
    /// Default true.
    public var delaysCancel = true

    /// Nothing wrong.
    public init() {}
}
