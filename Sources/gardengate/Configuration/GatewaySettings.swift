import GatewayHTTP
import GatewaySync
import Logging

/// Everything that `serve` can be told, as values that hold unless somebody changes them.
///
/// ``ConfigurationKey/all`` says by which key each is changed; nothing else reads a file, the environment or a flag.
struct GatewaySettings: Sendable {
    /// The database; nil for the one in the XDG data folder.
    var database: String?
    /// The key file that seals passwords; nil for the one beside the database.
    var keyFile: String?
    /// From which level on is logged.
    var logLevel = Logger.Level.notice
    /// Whether to stand by while another process serves the database.
    var wait = false
    /// How long guests' data are kept.
    var guestDataDays = GuestDataDays.days(GuestDataAge.standard)
    /// Where and how HTTP is answered.
    var http = HTTPSettings()
    /// Where syslog lines are received over UDP; nil for nowhere.
    var syslogUDP: ListenAddress?
    /// Where syslog lines are received over TCP; nil for nowhere.
    var syslogTCP: ListenAddress?
    /// How many syslog lines are taken, and what they may cause.
    var syslogRules = SyslogConfiguration()
    /// How webhooks are told of events.
    var webhookRules = WebhookConfiguration()
    /// How often, how fast and how patiently routers are kept right.
    var sync = SyncConfiguration()

    /// What is received of syslog, and where.
    var syslog: SyslogConfiguration {
        var configuration = syslogRules
        configuration.udp = syslogUDP.map { .init(host: $0.host, port: $0.port) }
        configuration.tcp = syslogTCP.map { .init(host: $0.host, port: $0.port) }
        return configuration
    }

    /// How webhooks are told.
    var webhooks: WebhookConfiguration {
        var configuration = webhookRules
        configuration.allowsPrivate = http.allowsPrivateWebhooks
        return configuration
    }
}
