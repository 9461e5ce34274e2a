/// What `simulate` says of a router.
struct SimulatedDeviceLine: Encodable {
    let device: Int
    let host: String
    let port: Int
    let tls: String
    let fingerprint: String?
    let user: String
    let routeros: String
    let portal: String?
}
