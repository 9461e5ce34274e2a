import Foundation
import Hummingbird
import NIOCore

/// What Hummingbird carries along with a request.
struct APIContext: RequestContext, RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?
    /// What the answer, the log and the audit log call the request; Hummingbird's own id exists only where its log lines do.
    let requestID = UUID().uuidString.lowercased()

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}
