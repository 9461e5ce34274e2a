public import GatewayStore

/// Why reports were not recorded; they can be sent again.
public enum ReportDeskError: Error, Hashable, Sendable {
    /// Too many wait.
    case full
    /// Those before took too long.
    case tooLate
    /// The store could not record them.
    case store(StoreError)
}
