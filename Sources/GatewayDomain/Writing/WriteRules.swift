/// What the choice between single commands and scripts depends on, beside what is learned of a device.
public struct WriteRules: Hashable, Sendable {
    /// How many commands are in flight at once; 16 unless changed.
    public var commandsInFlightMaximum = 16
    /// How many names one reading of rows asks for; 50 unless changed.
    public var namesPerReading = 50
    /// Below so many rows a script is not worth its risk; 48 unless changed.
    public var scriptRowsMinimum = 48
    /// How many times faster a script has to promise to be, since the promise is uncertain; 2 unless changed.
    public var advantageMinimum = 2.0
    /// What a row within a script takes until that was measured; 1 ms unless changed.
    ///
    /// ASSUMED: no source has a figure.
    public var scriptRowTimeAssumed = Duration.milliseconds(1)
    /// How long a part of a plan should take at the most, so that more urgent names pass soon; 500 ms unless changed.
    public var partTime = Duration.milliseconds(500)
    /// How many rows a part has at the most that are written by commands; 64 unless changed.
    public var commandRowsMaximum = 64
    /// How many rows the first script has, of which nobody knows how long it takes; 64 unless changed.
    public var firstScriptRows = 64
    /// How many rows a script has at the most; 500 unless changed.
    public var scriptRowsMaximum = 500

    /// The rules that hold unless somebody changes them.
    public init() {}
}

/// How a part of a plan is written, and how many rows it has at the most.
public enum WriteWay: Hashable, Sendable {
    /// By a command each, as many in flight as may be.
    case commands(rowsMaximum: Int)
    /// By scripts where values allow it, each for many rows.
    case script(rowsMaximum: Int)
}
