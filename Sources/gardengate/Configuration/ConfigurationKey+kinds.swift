import Logging

// What a row of the table is made of: one maker for each kind of value.
extension ConfigurationKey {
    /// A length of time.
    static func duration(
        _ name: String,
        _ place: Place<Duration>,
        _ bounds: ClosedRange<Duration>,
        _ documentation: String,
        flag: String? = nil,
        effect: Effect = .onReload
    ) -> ConfigurationKey {
        ConfigurationKey(name, place, .duration, bounds, documentation, flag, effect, ConfigurationDuration.text) {
            text throws(ConfigurationRefusal) in try ConfigurationDuration.read(text)
        }
    }

    /// An amount of data.
    static func bytes<Number: BinaryInteger & Sendable>(
        _ name: String,
        _ place: Place<Number>,
        _ bounds: ClosedRange<Number>,
        _ documentation: String,
        effect: Effect = .onReload
    ) -> ConfigurationKey {
        ConfigurationKey(
            name,
            place,
            .bytes,
            bounds,
            documentation,
            nil,
            effect,
            { ConfigurationBytes.text(Int64($0)) }
        ) {
            text throws(ConfigurationRefusal) in Number(clamping: try ConfigurationBytes.read(text))
        }
    }

    /// A whole number.
    static func count(
        _ name: String,
        _ place: Place<Int>,
        _ bounds: ClosedRange<Int>,
        _ documentation: String,
        flag: String? = nil,
        effect: Effect = .onReload
    ) -> ConfigurationKey {
        ConfigurationKey(name, place, .count, bounds, documentation, flag, effect, { "\($0)" }) {
            text throws(ConfigurationRefusal) in
            guard let count = Int(text) else {
                throw ConfigurationRefusal("is no whole number; give \(ConfigurationUnit.count.expectation)")
            }
            return count
        }
    }

    /// A share, which is written in percent.
    static func percent(
        _ name: String,
        _ place: Place<Double>,
        _ bounds: ClosedRange<Double>,
        _ documentation: String
    ) -> ConfigurationKey {
        ConfigurationKey(name, place, .percent, bounds, documentation, nil, .onReload, { "\(decimal($0 * 100))%" }) {
            text throws(ConfigurationRefusal) in
            guard text.hasSuffix("%") else {
                throw ConfigurationRefusal("has no unit; give \(ConfigurationUnit.percent.expectation)")
            }
            return try number(text.dropLast(), unit: .percent) / 100
        }
    }

    /// How many times.
    static func factor(
        _ name: String,
        _ place: Place<Double>,
        _ bounds: ClosedRange<Double>,
        _ documentation: String
    ) -> ConfigurationKey {
        ConfigurationKey(name, place, .factor, bounds, documentation, nil, .onReload, { decimal($0) }) {
            text throws(ConfigurationRefusal) in try number(text[...], unit: .factor)
        }
    }

    /// Yes or no.
    static func boolean(
        _ name: String,
        _ place: Place<Bool>,
        _ documentation: String,
        flag: String? = nil,
        effect: Effect = .onRestart
    ) -> ConfigurationKey {
        ConfigurationKey(name: name, unit: .boolean, flag: flag, effect: effect, documentation) {
            text,
            settings throws(ConfigurationRefusal) in
            switch text.lowercased() {
            case "true", "yes", "on": settings[keyPath: place] = true
            case "false", "no", "off": settings[keyPath: place] = false
            default: throw ConfigurationRefusal("is neither yes nor no; give \(ConfigurationUnit.boolean.expectation)")
            }
        } text: {
            "\($0[keyPath: place])"
        }
    }

    /// A file.
    static func path(
        _ name: String,
        _ place: Place<String?>,
        _ documentation: String,
        flag: String? = nil
    ) -> ConfigurationKey {
        ConfigurationKey(name: name, unit: .path, flag: flag, effect: .onRestart, documentation) {
            text,
            settings throws(ConfigurationRefusal) in
            guard !text.isEmpty, !text.contains("\0") else {
                throw ConfigurationRefusal("is no path; give \(ConfigurationUnit.path.expectation)")
            }
            settings[keyPath: place] = text
        } text: {
            $0[keyPath: place]
        }
    }

    /// Where to listen.
    static func address(
        _ name: String,
        _ place: Place<ListenAddress?>,
        _ documentation: String,
        flag: String
    ) -> ConfigurationKey {
        ConfigurationKey(name: name, unit: .address, flag: flag, effect: .onRestart, documentation) {
            text,
            settings throws(ConfigurationRefusal) in
            guard let address = ListenAddress(argument: text) else {
                throw ConfigurationRefusal("is no address with a port; give \(ConfigurationUnit.address.expectation)")
            }
            settings[keyPath: place] = address
        } text: {
            $0[keyPath: place].map { HostPort.text($0.host, $0.port) }
        }
    }

    // MARK: - Parts

    /// A value with bounds.
    private init<Value: Comparable & Sendable>(
        _ name: String,
        _ place: Place<Value>,
        _ unit: ConfigurationUnit,
        _ bounds: ClosedRange<Value>,
        _ documentation: String,
        _ flag: String?,
        _ effect: Effect,
        _ text: @escaping @Sendable (Value) -> String,
        reading: @escaping @Sendable (String) throws(ConfigurationRefusal) -> Value
    ) {
        let span = "\(text(bounds.lowerBound)) to \(text(bounds.upperBound))"
        self.init(name: name, unit: unit, bounds: span, flag: flag, effect: effect, documentation) {
            written,
            settings throws(ConfigurationRefusal) in
            let value = try reading(written)
            guard bounds.contains(value) else { throw ConfigurationRefusal("is out of bounds; give \(span)") }
            settings[keyPath: place] = value
        } text: {
            text($0[keyPath: place])
        }
    }

    /// One value, of which there may be none.
    init(
        name: String,
        unit: ConfigurationUnit,
        bounds: String? = nil,
        flag: String? = nil,
        effect: Effect,
        _ documentation: String,
        reading: @escaping @Sendable (String, inout GatewaySettings) throws(ConfigurationRefusal) -> Void,
        text: @escaping @Sendable (GatewaySettings) -> String?
    ) {
        self.init(
            name: name,
            unit: unit,
            bounds: bounds,
            effect: effect,
            flag: flag,
            documentation: documentation,
            read: { texts, settings throws(ConfigurationRefusal) in
                guard let one = texts.first, texts.count == 1 else {
                    throw ConfigurationRefusal("is a list; give \(unit.expectation)")
                }
                try reading(one, &settings)
            },
            texts: { text($0).map { [$0] } ?? [] }
        )
    }

    private static func number(
        _ text: Substring,
        unit: ConfigurationUnit
    ) throws(ConfigurationRefusal) -> Double {
        guard let number = Double(text), number.isFinite, text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") })
        else { throw ConfigurationRefusal("is no number; give \(unit.expectation)") }
        return number
    }

    /// As few digits as say it: `20`, `1.5`.
    private static func decimal(_ number: Double) -> String {
        let thousandths = Int64((number * 1000).rounded())
        var text = "\(thousandths / 1000)"
        guard thousandths % 1000 != 0 else { return text }
        text += "." + String(thousandths % 1000 + 1000).dropFirst()
        while text.hasSuffix("0") { text.removeLast() }
        return text
    }
}
