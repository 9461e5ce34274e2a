import GatewayDomain
import GatewayStore

/// Tells whether a row that names its site or its device is of the site that is imported for.
///
/// Names that this gateway does not know are those of another gateway, whose export this may be: the first site that such a file names
/// is taken for the site at hand, and rows of any other are left out.
struct ImportOrigins {
    /// Where a row is from.
    enum Origin {
        /// The site, and the device when it names one that is known.
        case here(Device.ID?)
        /// Somewhere else, and where.
        case elsewhere(String)
    }

    private enum Known {
        case here
        case ofAnotherSite
        case nobodys
    }

    /// So many names are remembered; a file that has more of them is looked up anew.
    private static let remembered = 1000

    private let store: Store
    private let site: Site
    private let devices: [Device]
    private var sites: [String: Known] = [:]
    private var others: [String: Known] = [:]
    private var foreignSite: String?

    init(store: Store, site: Site, devices: [Device]) {
        self.store = store
        self.site = site
        self.devices = devices
    }

    /// Where a login was.
    mutating func origin(of login: ImportedLogin) async throws(StoreError) -> Origin {
        if let name = login.site {
            switch try await known(site: name) {
            case .here: break
            case .ofAnotherSite: return .elsewhere("it is of another site, \(name)")
            case .nobodys:
                if foreignSite == nil { foreignSite = name }
                guard foreignSite == name else {
                    return .elsewhere("it is of another site than the rows before, \(name)")
                }
            }
        }
        guard let name = login.device else { return .here(nil) }
        if let device = devices.first(where: { $0.isNamed(name) }) { return .here(device.id) }
        guard try await known(device: name) == .ofAnotherSite else { return .here(nil) }
        return .elsewhere("it is of a device that this site does not have, \(name)")
    }

    private mutating func known(site name: String) async throws(StoreError) -> Known {
        if name.lowercased() == site.id.rawValue || name == site.name { return .here }
        if let known = sites[name] { return known }
        let known = try await Self.known { () async throws(StoreError) in _ = try await store.site(name) }
        if sites.count >= Self.remembered { sites.removeAll() }
        sites[name] = known
        return known
    }

    private mutating func known(device name: String) async throws(StoreError) -> Known {
        if let known = others[name] { return known }
        let known = try await Self.known { () async throws(StoreError) in _ = try await store.device(name) }
        if others.count >= Self.remembered { others.removeAll() }
        others[name] = known
        return known
    }

    private static func known(_ look: () async throws(StoreError) -> Void) async throws(StoreError) -> Known {
        do {
            try await look()
            return .ofAnotherSite
        } catch {
            if case .notFound = error { return .nobodys }
            // Several have the name: it is none that tells one from another, and not ours.
            if case .ambiguous = error { return .ofAnotherSite }
            throw error
        }
    }
}

extension Device {
    /// Where it is reached, as people write it.
    var hostAndPort: String { "\(host):\(port)" }

    /// Whether a row that names a device means this one.
    fileprivate func isNamed(_ name: String) -> Bool {
        name.lowercased() == id.rawValue || name == host || name == hostAndPort
    }
}
