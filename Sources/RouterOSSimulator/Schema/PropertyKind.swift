/// What a property may hold, and the form in which it is kept and printed.
indirect enum PropertyKind: Sendable {
    /// Any bytes, kept as sent.
    case text
    /// `yes`, `no`, `true` or `false`; printed `true` or `false` (measured on 7.23.7 by dopyrory3/mikrotik-ha-manager).
    case boolean
    /// A time interval, or one of some words (`none`, `immediately`).
    case duration(words: [WordBytes] = [])
    /// Several time intervals separated by commas (`30m,10m`).
    case durations
    /// A whole number in a range, or one of some words (`unlimited`).
    ///
    /// Byte counts take the suffixes `k`, `M` and `G`.
    case integer(ClosedRange<Int64>, words: [WordBytes] = [], suffixes: Bool = false)
    case address
    /// `10.5.50.1/24`, or an address alone.
    case addressPrefix
    /// An address, a prefix or a range (`10.5.50.2-10.5.50.9`).
    case addressRange
    case hardwareAddress
    case enumeration([WordBytes])
    /// One or more of some words, comma-joined, without spaces.
    case set([WordBytes])
    /// The name of a row of another menu, or one of some words.
    case reference(menu: String, words: [WordBytes] = [])
    /// A value that a `!` may negate.
    case negatable(PropertyKind)
}
