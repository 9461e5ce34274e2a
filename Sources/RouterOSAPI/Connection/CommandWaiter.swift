import NIOCore
import Synchronization

/// Who gets a command's answer.
enum CommandWaiter {
    case login(EventLoopPromise<Result<CertificateFingerprint?, RouterOSError>>)
    case call(CheckedContinuation<Result<Response, RouterOSError>, Never>, CallCancellation)
    case batch(CommandBatch, index: Int)
    case stream(RowStream)

    /// Whether nobody waits any more.
    ///
    /// Asked before a command is sent, since a cancellation can overtake it.
    var isGone: Bool {
        switch self {
        case .login: false
        case .call(_, let cancellation): cancellation.isCancelled
        case .batch(let batch, _): batch.cancellation.isCancelled
        case .stream(let stream): stream.hasEnded
        }
    }
}

/// Whether the task of a call was cancelled.
final class CallCancellation: Sendable {
    private let flag = Atomic(false)

    var isCancelled: Bool {
        self.flag.load(ordering: .acquiring)
    }

    func cancel() {
        self.flag.store(true, ordering: .releasing)
    }
}
