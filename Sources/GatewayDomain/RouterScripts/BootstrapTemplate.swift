/// A file of `routeros-scripts` from which the bootstrap is put together.
enum BootstrapTemplate {
    case body, paste, file, checks, clock, authority

    /// The file as it was written, without the last line's end.
    var source: String {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    private var bytes: [UInt8] {
        switch self {
        case .body: PackageResources.bootstrap_rsc
        case .paste: PackageResources.bootstrap_paste_rsc
        case .file: PackageResources.bootstrap_file_rsc
        case .checks: PackageResources.bootstrap_checks_rsc
        case .clock: PackageResources.bootstrap_clock_rsc
        case .authority: PackageResources.bootstrap_authority_rsc
        }
    }
}
