/// A connection to the API, as `/ip/service/print` of 7.19 and later lists it (measured for www-ssl on 7.23.7 by
/// dopyrory3/mikrotik-ha-manager).
struct APISessionInfo: Hashable, Sendable {
    /// `api` or `api-ssl`.
    let service: String
    let local: String
    let remote: String
    /// Who is logged in, and since when.
    var user: String?
    var loggedInAt: WordBytes?
}
