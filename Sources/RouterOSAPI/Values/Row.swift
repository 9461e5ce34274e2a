public import NIOCore

/// One row that a router sent (`!re`), with its properties by name.
///
/// Properties are kept as the bytes sent, and are read by the kind that the caller asks for by name: nothing is guessed from
/// the text, so a coupon called `true` stays a text. A router leaves out properties that have no value, and often those that have
/// their default, so every reading is optional; a value of the wrong kind throws ``PropertyError``.
public struct Row: Sendable, Hashable {
    /// The sentence that this row came as.
    public let sentence: Sentence

    /// Makes a row of a sentence.
    ///
    /// - Parameter sentence: a `!re` sentence.
    public init(_ sentence: Sentence) {
        self.sentence = sentence
    }

    /// The names and values in the order sent.
    ///
    /// A name may come twice.
    public var properties: SentenceAttributes {
        self.sentence.attributes
    }

    /// The bytes of a property, exactly as sent.
    ///
    /// - Parameter name: for example `comment`.
    /// - Returns: nil when the row has no such property.
    public func bytes(_ name: String) -> ByteBufferView? {
        self.sentence.attribute(name)
    }

    /// A property as text: as UTF-8 when it is that, else as windows-1252, which every byte is.
    ///
    /// - Parameter name: for example `comment`.
    /// - Returns: nil when the row has no such property.
    public func text(_ name: String) -> String? {
        self.bytes(name).map(RouterOSText.decode)
    }

    /// A property as boolean: `true`, `yes`, `false` or `no`.
    ///
    /// - Parameter name: for example `disabled`.
    /// - Returns: nil when the row has no such property.
    /// - Throws: ``PropertyError`` when it is anything else.
    public func boolean(_ name: String) throws(PropertyError) -> Bool? {
        try self.read(name, as: "a boolean") { text in
            switch text {
            case "true", "yes": true
            case "false", "no": false
            default: nil
            }
        }
    }

    /// A property as decimal integer.
    ///
    /// - Parameter name: for example `packets-in`.
    /// - Returns: nil when the row has no such property.
    /// - Throws: ``PropertyError`` when it is anything else, or does not fit 64 bits.
    public func integer(_ name: String) throws(PropertyError) -> Int64? {
        try self.read(name, as: "an integer") { Int64($0) }
    }

    /// A property as number of bytes: decimal digits, as routers print it.
    ///
    /// - Parameter name: for example `bytes-in`.
    /// - Returns: nil when the row has no such property.
    /// - Throws: ``PropertyError`` when it is anything else, negative, or does not fit 63 bits.
    public func byteCount(_ name: String) throws(PropertyError) -> Int64? {
        try self.read(name, as: "a number of bytes") { text in
            text.utf8.allSatisfy { ASCII.decimalValue($0) != nil } ? Int64(text) : nil
        }
    }

    /// A property as span of time, in any form of ``RouterOSDuration``.
    ///
    /// - Parameter name: for example `uptime`.
    /// - Returns: nil when the row has no such property.
    /// - Throws: ``PropertyError`` when it is anything else, also for words such as `none` and `unlimited`.
    public func duration(_ name: String) throws(PropertyError) -> Duration? {
        try self.read(name, as: "a duration") { RouterOSDuration($0)?.value }
    }

    /// A property as id of a row.
    ///
    /// - Parameter name: default `.id`, the row's own.
    /// - Returns: nil when the row has no such property.
    /// - Throws: ``PropertyError`` when it is anything else.
    public func itemID(_ name: String = ".id") throws(PropertyError) -> ItemID? {
        try self.read(name, as: "an id") { ItemID($0) }
    }

    /// A property as hardware address.
    ///
    /// - Parameter name: for example `mac-address`.
    /// - Returns: nil when the row has no such property.
    /// - Throws: ``PropertyError`` when it is anything else.
    public func macAddress(_ name: String) throws(PropertyError) -> MACAddress? {
        try self.read(name, as: "a hardware address") { MACAddress($0) }
    }

    /// Whether `listen` reports with this row that the row with this `.id` is gone.
    ///
    /// On the wire it is `=.dead=true` (measured on 7.23.1 by tikoci/centrs), although the manual says `yes`; such a row has no
    /// other property than `.id`.
    public var isDead: Bool {
        switch self.text(".dead") {
        case "true", "yes": true
        default: false
        }
    }

    private func read<Value>(
        _ name: String,
        as kind: String,
        _ parse: (String) -> Value?
    ) throws(PropertyError) -> Value? {
        guard let text = self.text(name) else { return nil }
        guard let value = parse(text) else { throw PropertyError(property: name, expected: kind) }
        return value
    }
}

extension Row: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The names of the properties: values may be secrets, so they are never shown.
    public var description: String {
        self.sentence.description
    }

    /// The same as ``description``.
    public var debugDescription: String {
        self.description
    }

    /// Shows no values either.
    public var customMirror: Mirror {
        Mirror(self, children: ["properties": self.description])
    }
}
