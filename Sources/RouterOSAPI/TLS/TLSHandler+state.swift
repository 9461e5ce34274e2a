import NIOCore

extension TLSHandler {
    /// How far the connection is.
    enum State {
        case idle
        case handshaking
        case open
        /// This side has sent its close_notify, and may still read.
        case outputClosed
        case closed
    }

    /// One write that waits, with the promise of whoever wrote it.
    struct Write {
        let bytes: ByteBuffer
        let promise: EventLoopPromise<Void>?
    }
}

@available(*, unavailable)
extension TLSHandler: Sendable {}
