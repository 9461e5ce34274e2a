/// What kind of router a device is and how it is set up: what we see and do not own.
public struct DeviceFacts: Hashable, Sendable {
    /// Its RouterOS version, three numbers.
    public var version: RouterOSRelease
    /// Its identity (`/system/identity`).
    public var identity: String
    /// Its hotspot servers.
    public var servers: [HotspotServer]
    /// Its IPv4 addresses in CIDR form, by interface; disabled ones left out.
    public var addresses: [InterfaceAddress]
    /// Whether device-mode lets hotspot run; nil where there is no device-mode (before 7.17).
    public var deviceModeAllowsHotspot: Bool?
    /// Whether device-mode lets scripts use `/tool/fetch`; nil where there is no device-mode.
    public var deviceModeAllowsFetch: Bool?
    /// Whether device-mode lets the scheduler run; nil where there is no device-mode.
    public var deviceModeAllowsScheduler: Bool?
    /// What the router has just refused the gateway's account of the scripts.
    public var scriptRefusals: [ScriptRefusal.Part: ScriptRefusal]
    /// Whether the unencrypted API service is switched on; nil when it could not be read.
    public var plainAPIEnabled: Bool?
    /// Free storage in bytes; nil when it could not be read.
    public var freeStorageBytes: Int64?
    /// How it is set up beside that; nil when it was not read.
    public var setup: RouterSetup?
    /// The router's clock; nil when it could not be read.
    public var clock: RouterTime?
    /// How far the router's clock is ahead of ours, in seconds; nil when it could not be read.
    public var clockAheadSeconds: Int64? { clock?.aheadSeconds }

    /// A hotspot server (`/ip/hotspot`), with what matters of its server profile.
    public struct HotspotServer: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// The interface that it serves.
        public var interface: String
        /// Whether it is switched off or marked invalid by the router.
        public var isUsable: Bool
        /// How guests may log in (`login-by` of its server profile).
        public var loginBy: Set<String>
        /// Whether its server profile asks a RADIUS server.
        public var usesRADIUS: Bool
        /// Where it has its pages; nil when that could not be read.
        public var pages: ServerPages?

        /// Makes a hotspot server.
        ///
        /// - Parameters:
        ///   - name: its name.
        ///   - interface: the interface that it serves.
        ///   - isUsable: whether it is on and valid.
        ///   - loginBy: how guests may log in.
        ///   - usesRADIUS: whether it asks a RADIUS server.
        public init(name: String, interface: String, isUsable: Bool, loginBy: Set<String>, usesRADIUS: Bool) {
            self.name = name
            self.interface = interface
            self.isUsable = isUsable
            self.loginBy = loginBy
            self.usesRADIUS = usesRADIUS
            self.pages = nil
        }
    }

    /// An IPv4 address of an interface.
    public struct InterfaceAddress: Hashable, Sendable {
        /// The interface.
        public var interface: String
        /// The address itself, host byte order.
        public var address: UInt32
        /// The network around it.
        public var subnet: Subnet

        /// Makes an address.
        ///
        /// - Parameters:
        ///   - interface: the interface.
        ///   - address: the address, host byte order.
        ///   - subnet: the network around it.
        public init(interface: String, address: UInt32, subnet: Subnet) {
            self.interface = interface
            self.address = address
            self.subnet = subnet
        }
    }

    /// Makes the facts of a router of which only the version is known.
    ///
    /// - Parameter version: its RouterOS version.
    public init(version: RouterOSRelease) {
        self.version = version
        self.identity = ""
        self.servers = []
        self.addresses = []
        self.deviceModeAllowsHotspot = nil
        self.deviceModeAllowsFetch = nil
        self.deviceModeAllowsScheduler = nil
        self.scriptRefusals = [:]
        self.plainAPIEnabled = nil
        self.freeStorageBytes = nil
        self.setup = nil
        self.clock = nil
    }
}
