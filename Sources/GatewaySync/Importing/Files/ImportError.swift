/// Why a file cannot be imported.
public enum ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is packed in a way that is not unpacked here.
    case packed(String)
    /// It was packed, and what is left of it cannot be unpacked; what came before is imported.
    case damaged(String)
    /// It is text of two bytes a character.
    case utf16
    /// It is no text.
    case binary
    /// It is a single JSON array.
    case jsonArray
    /// None of its first lines has a form that is known.
    case unknownFormat
    /// It was said to be CSV, and its first line does not name the columns.
    case noHeader
    /// The site has no device, so nothing can have been logged there.
    case noDevice(site: String)
    /// The site has several devices, and nobody said whose log it is.
    case severalDevices(site: String, hosts: [String])

    /// One line that names the matter and the remedy.
    public var description: String {
        switch self {
        case .packed(let how): "it is packed with \(how); unpack it first, or pack it with gzip"
        case .damaged(let what):
            "it is damaged: \(what); what came before that is imported, so get it whole and import it again"
        case .utf16: "it is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8"
        case .binary: "it is not text; give a log, CSV or JSON lines, plain or packed with gzip"
        case .jsonArray: "it is a JSON array; give one object a line: jq -c '.[]'"
        case .unknownFormat: "none of its first lines looks like a log, CSV or JSON lines; say the format if it is one"
        case .noHeader:
            "its first line does not name the columns; begin it with a row such as code,login_at,mac_address"
        case .noDevice(let site): "site \(site) has no device; add the router that wrote the log"
        case .severalDevices(let site, let hosts):
            "site \(site) has several devices; say which one wrote the log: \(hosts.joined(separator: ", "))"
        }
    }
}
