/// A listen, follow or interval that runs on a connection.
struct RunningStream {
    let tag: WordBytes?
    var request: StreamRequest
    /// Whether it has sent any row: without one, `!empty` comes before its end (traces of 7.24).
    var hasSentRows: Bool
    /// When a repeated print sends its next round, in simulated time.
    var nextRound: Duration?
}
