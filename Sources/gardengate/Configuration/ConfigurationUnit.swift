/// What a value is, and how it is written.
enum ConfigurationUnit: String, CaseIterable, Sendable {
    /// A length of time with its unit.
    case duration
    /// An amount of data with its unit.
    case bytes
    /// A whole number.
    case count
    /// A share of something.
    case percent
    /// How many times.
    case factor
    /// Yes or no.
    case boolean
    /// Where to listen.
    case address
    /// A whole URL.
    case url
    /// A file or folder.
    case path
    /// Some words.
    case choice
    /// Addresses or networks, any number of them.
    case networks
    /// Days, or for ever.
    case days

    /// What is expected, with an example.
    var expectation: String {
        switch self {
        case .duration: "a duration with its unit, such as 60s, 5m or 6h"
        case .bytes: "an amount of data with its unit, such as 512B, 64KiB or 1MiB"
        case .count: "a whole number without a unit, such as 64"
        case .percent: "a share in percent, such as 20%"
        case .factor: "a number without a unit, such as 2 or 1.5"
        case .boolean: "true or false"
        case .address: "a host:port, such as 127.0.0.1:8080 or [::1]:8080"
        case .url: "a whole URL, such as https://wifi.example.com"
        case .path: "a path, such as /etc/gardengate/server.crt"
        case .choice: "one of the words"
        case .networks: "addresses or networks, such as 127.0.0.1 or 10.0.0.0/8"
        case .days: "a number of days from 1 to 3650, or forever"
        }
    }
}
