import Glibc
import NIOCore
import NIOPosix

/// Why no TCP connection came about, in a few words for humans.
enum ConnectFailureText {
    static func text(for error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError: self.text(for: error)
        case ChannelError.connectTimeout: "nobody answered in time"
        // NIO's own text names the system call as well, which helps nobody who has a router to repair.
        case let error as IOError: String(cString: strerror(error.errnoCode)).lowercased()
        default: "\(error)"
        }
    }

    private static func text(for error: NIOConnectionError) -> String {
        // One text for each address that was tried; they are mostly the same.
        var texts: [String] = []
        for failure in error.connectionErrors {
            let text = self.text(for: failure.error)
            if !texts.contains(text) { texts.append(text) }
        }
        if !texts.isEmpty { return texts.joined(separator: "; ") }
        return error.dnsAError == nil && error.dnsAAAAError == nil ? "no address to try" : "the name cannot be resolved"
    }
}
