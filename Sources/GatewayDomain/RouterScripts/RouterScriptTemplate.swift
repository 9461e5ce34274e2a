/// A file of `routeros-scripts`, which is a part of this program.
enum RouterScriptTemplate: CaseIterable {
    case onLogin, onLogout, report, sweep

    /// The file as it was written.
    var source: String {
        switch self {
        case .onLogin: Self.text(PackageResources.on_login_rsc)
        case .onLogout: Self.text(PackageResources.on_logout_rsc)
        case .report: Self.text(PackageResources.report_rsc)
        case .sweep: Self.text(PackageResources.sweep_rsc)
        }
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
