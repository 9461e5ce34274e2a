import GatewayDomain

/// An option with its value, as somebody types it.
enum ShellOption {
    /// "--from 'Hotel Linde'"; a value that looks like an option itself is told from one.
    static func text(_ option: String, _ value: String) -> String {
        "\(option)\(value.hasPrefix("-") ? "=" : " ")\(value.shellQuoted)"
    }
}
