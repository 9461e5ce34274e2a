import GatewayHTTP

/// Where a command's result goes: text for people, or one JSON value.
struct Output {
    /// Whether JSON was asked for.
    let isJSON: Bool

    /// Gives out the result of a command.
    ///
    /// - Parameters:
    ///   - text: what people read; an empty text prints nothing.
    ///   - json: what programs read.
    func write(_ text: @autoclosure () -> String, json: @autoclosure () -> JSON) {
        if isJSON {
            Streams.output(json().text)
        } else {
            let text = text()
            if !text.isEmpty { Streams.output(text) }
        }
    }

    /// Gives out one of many results, each on a line of its own.
    ///
    /// - Parameters:
    ///   - text: what people read.
    ///   - jsonLine: what programs read.
    func write(_ text: @autoclosure () -> String, jsonLine: @autoclosure () -> JSON) {
        Streams.output(isJSON ? String(decoding: jsonLine().bytes, as: UTF8.self) : text())
    }
}
