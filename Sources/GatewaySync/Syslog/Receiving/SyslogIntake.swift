import GatewayDomain
import Synchronization

/// The gate between the event loops, which must not wait, and the one task that reads the lines.
final class SyslogIntake: Sendable {
    private let gate: Mutex<SyslogGate>
    private let now: @Sendable () -> Timestamp
    /// Called whenever there may be something to read or to tell.
    let wakeUp = WakeUp()

    init(_ configuration: SyslogConfiguration, now: @escaping @Sendable () -> Timestamp) {
        gate = Mutex(SyslogGate(configuration))
        self.now = now
    }

    /// Takes a line.
    func offer(_ bytes: [UInt8], from source: IPAddress) {
        let time = now()
        gate.withLock { $0.offer(bytes, from: source, at: time) }
        wakeUp.call()
    }

    /// Does something with the gate.
    @discardableResult
    func withGate<Value: Sendable>(_ body: (inout SyslogGate) -> Value) -> Value {
        gate.withLock { body(&$0) }
    }
}
