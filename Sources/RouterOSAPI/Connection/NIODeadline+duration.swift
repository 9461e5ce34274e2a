import NIOCore

extension NIODeadline {
    /// This time and a span later; never earlier than this time, and the distant future rather than an overflow.
    func advanced(by duration: Duration) -> NIODeadline {
        // A hundred years are for ever, and fit.
        duration >= .seconds(3_153_600_000) ? .distantFuture : self + TimeAmount(max(duration, .zero))
    }
}
