import RouterOSAPI
import Synchronization

/// The arguments of each command of each version, worked out when they are first asked for: every command of every router is
/// checked against them.
enum ArgumentCatalog {
    private struct Key: Hashable {
        let menu: String
        let verb: String
        let version: RouterOSVersion
    }

    private static let known = Mutex<[Key: Set<String>]>([:])

    /// The names of a verb's arguments; as `Menu.arguments(of:version:)`, which does not remember.
    static func arguments(of verb: String, in menu: Menu, version: RouterOSVersion) -> Set<String>? {
        let key = Key(menu: menu.path, verb: verb, version: version)
        if let known = known.withLock({ $0[key] }) { return known }
        // A verb that there is not is not remembered: clients may ask for any number of them.
        guard let arguments = menu.arguments(of: verb, version: version) else { return nil }
        known.withLock { $0[key] = arguments }
        return arguments
    }
}
