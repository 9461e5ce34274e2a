/// Where syslog lines are received, how many, and what they may cause.
public struct SyslogConfiguration: Hashable, Sendable {
    /// An address to listen on.
    public struct Endpoint: Hashable, Sendable {
        /// A name or address of this machine.
        public var host: String
        /// The port; 0 is a free one.
        public var port: Int

        /// Makes an endpoint.
        ///
        /// - Parameters:
        ///   - host: a name or address of this machine.
        ///   - port: the port; 0 is a free one.
        public init(host: String, port: Int) {
            self.host = host
            self.port = port
        }
    }

    /// Where datagrams are received; nil unless changed.
    public var udp: Endpoint?
    /// Where connections are accepted; nil unless changed.
    public var tcp: Endpoint?
    /// The longest line in bytes; 8192 unless changed.
    ///
    /// What is longer is passed over as a whole: a line that was cut may say something else.
    public var lineBytesMaximum = 8192
    /// How many lines may wait to be read; 4096 unless changed.
    public var queueLinesMaximum = 4096
    /// How many lines a minute, and at once, one device may send; 3000 unless changed.
    ///
    /// Devices behind one address share what they may send together.
    public var linesPerDevicePerMinute = 3000
    /// How many connections may be open; 4096 unless changed.
    public var connectionsMaximum = 4096
    /// How many connections a device may have open; 4 unless changed.
    public var connectionsPerDeviceMaximum = 4
    /// How long a connection may be silent; 1 hour unless changed, since a router at night has nothing to say.
    public var idleTimeout: Duration = .seconds(3600)
    /// How many looks a minute lines may cause at one device; 60 unless changed.
    public var looksPerDevicePerMinute = 60
    /// How many failed logins within ``loginFailuresWindow`` raise the alarm; 20 unless changed.
    public var loginFailuresThreshold = 20
    /// How far back failed logins count, and how long an alarm holds; 5 minutes unless changed.
    public var loginFailuresWindow: Duration = .seconds(300)
    /// How often it is read which devices there are; 15 s unless changed.
    public var devicesInterval: Duration = .seconds(15)
    /// How long the addresses of a host name are believed; 5 minutes unless changed.
    public var addressesInterval: Duration = .seconds(300)

    /// Listens nowhere until an endpoint is set.
    public init() {}

    /// Whether there is anything to listen on.
    public var isWanted: Bool { udp != nil || tcp != nil }
}
