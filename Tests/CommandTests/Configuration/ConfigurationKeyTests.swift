import ArgumentParser
import Configuration
import GatewayDomain
import GatewaySync
import Testing

@testable import gardengate

/// The table of keys, from which everything about configuration comes.
@Suite struct ConfigurationKeyTests {
    @Test(arguments: ConfigurationKey.all.map(\.name))
    func `a key is documented, and told apart from every other`(name: String) throws {
        let key = try #require(ConfigurationKey.named(name))
        #expect(key.documentation.count > 20 && key.documentation.hasSuffix("."))
        #expect(key.documentation.first?.isUppercase == true)
        #expect(name.allSatisfy { $0.isLowercase || "-.".contains($0) }, "not as keys are written")
        #expect(key.path.count <= 2)
        let others = ConfigurationKey.all.filter { $0.name != name }
        #expect(!others.contains { $0.environmentName == key.environmentName })
        #expect(!others.contains { $0.documentation == key.documentation })
    }

    @Test(arguments: ConfigurationKey.all.map(\.name))
    func `what holds unless it is changed is written as it is read`(name: String) throws {
        let key = try #require(ConfigurationKey.named(name))
        let texts = key.texts(GatewaySettings())
        guard !texts.isEmpty else { return }
        var settings = try Self.settings(with: key, Self.sample(of: key))
        try key.read(texts, &settings)
        #expect(key.texts(settings) == texts)
    }

    @Test(arguments: ConfigurationKey.all.map(\.name))
    func `a key is heard in a file, in the environment, by --set and by its option, each over the one before`(
        name: String
    ) throws {
        let key = try #require(ConfigurationKey.named(name))
        let sample = Self.sample(of: key)
        #expect(key.text(in: GatewaySettings()) != sample, "the sample says what holds already")
        let file = try ConfigurationFile(text: "\(name): \(sample)", path: "a.yaml")
        #expect(Self.text(of: key, ConfigurationReading(file: file, environment: [:])) == sample)
        let environment = [key.environmentName: sample]
        #expect(Self.text(of: key, ConfigurationReading(file: nil, environment: environment)) == sample)
        let flags = ConfigurationFlags([:], assignments: ["\(name)=\(sample)"])
        #expect(Self.text(of: key, ConfigurationReading(flags: flags)) == sample)
        // What was there before loses; a switch knows only one other value.
        let standard = key.standard ?? sample
        let old = try ConfigurationFile(text: "\(name): \"\(standard)\"", path: "a.yaml")
        #expect(Self.text(of: key, ConfigurationReading(file: old, environment: environment)) == sample)
        let undone = ConfigurationReading(
            file: file,
            environment: environment,
            flags: ConfigurationFlags([:], assignments: ["\(name)=\(standard)"])
        )
        #expect(Self.text(of: key, undone) == standard)
        guard let flag = key.flag else { return }
        let words = key.unit == .boolean ? ["serve", "--\(flag)"] : ["serve", "--\(flag)", sample]
        let command = try #require(try Gardengate.parseAsRoot(words) as? ServeCommand)
        let reading = ConfigurationReading(flags: command.flags)
        #expect(Self.text(of: key, reading) == sample)
        #expect(reading.origins[name] == .flag(flag))
    }

    @Test func `every setting of the sync has a key`() {
        let exceptions: Set = [
            // Said by the keys below them.
            "limits", "writing",
            // Said by sync.commands-in-flight; and as many names as a reading may ask for is no matter of taste.
            "writing.commandsInFlightMaximum", "writing.namesPerReading",
            // Learned of each router.
            "paceAtStart",
        ]
        var changed: Set<String> = []
        for key in ConfigurationKey.all {
            guard let settings = try? Self.settings(with: key, Self.sample(of: key)) else { continue }
            let before = Self.properties(of: SyncConfiguration())
            for (name, value) in Self.properties(of: settings.sync) where before[name] != value { changed.insert(name) }
        }
        let all = Set(Self.properties(of: SyncConfiguration()).keys)
        #expect(all.count > 30)
        #expect(all.subtracting(changed).subtracting(exceptions) == [])
        #expect(exceptions.intersection(changed).subtracting(["limits", "writing"]) == [], "an exception that is none")
    }

    @Test func `secrets are only named by the file they are in`() {
        let words = ["secret", "password", "token"]
        for key in ConfigurationKey.all {
            #expect(!words.contains { key.name.contains($0) }, "\(key.name) would hold a secret")
            if key.name.hasSuffix("key") || key.name.hasSuffix("key-file") { #expect(key.unit == .path) }
        }
    }

    // MARK: - Parts

    /// A value that does not hold anyway.
    static func sample(of key: ConfigurationKey) -> String {
        switch key.unit {
        case .duration, .bytes, .count, .percent, .factor:
            // The other end of what is allowed.
            let ends = (key.bounds ?? "").split(separator: " to ").map(String.init)
            return ends.last == key.standard ? ends[0] : ends.last ?? ""
        case .boolean: return key.standard == "true" ? "false" : "true"
        case .address: return "127.0.0.1:8099"
        case .url: return "https://wifi.example.com"
        case .path: return "/tmp/a-file"
        case .choice: return "debug"
        case .networks: return "10.0.0.0/8"
        case .days: return "forever"
        }
    }

    private static func text(of key: ConfigurationKey, _ reading: ConfigurationReading) -> String? {
        key.text(in: reading.settings)
    }

    private static func settings(with key: ConfigurationKey, _ text: String) throws -> GatewaySettings {
        var settings = GatewaySettings()
        try key.read([text], &settings)
        return settings
    }

    /// What is stored, by name.
    private static func properties(of configuration: SyncConfiguration) -> [String: String] {
        var properties: [String: String] = [:]
        func add(_ value: Any, _ prefix: String) {
            for child in Mirror(reflecting: value).children {
                guard let label = child.label else { continue }
                properties[prefix + label] = "\(child.value)"
            }
        }
        add(configuration, "")
        add(configuration.limits, "limits.")
        add(configuration.writing, "writing.")
        return properties
    }
}
