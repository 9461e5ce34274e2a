import NIOCore

/// Somebody who waits for the end of a script, and perhaps reads what it prints meanwhile.
struct ScriptWaiter {
    let promise: EventLoopPromise<ScriptResult>
    /// Takes what is printed, in whole lines without the end of the last one; nil for nobody.
    let printing: (@Sendable (String) -> Void)?
    /// So many bytes were shown.
    private var shown = 0

    init(promise: EventLoopPromise<ScriptResult>, printing: (@Sendable (String) -> Void)?) {
        (self.promise, self.printing) = (promise, printing)
    }

    /// Shows what was not shown yet.
    mutating func show(_ output: some Collection<UInt8>) {
        guard let printing, output.count > shown else { return }
        // What comes later begins with the end of the line before.
        printing(String(decoding: output.dropFirst(shown == 0 ? 0 : shown + 1), as: UTF8.self))
        shown = output.count
    }
}
