/// The texts of an `errors.txt`: lines of `key = text`, where `#` begins a comment.
struct HotspotErrorTexts: Sendable, Hashable {
    private var texts: [String: String] = [:]

    init(_ file: WordBytes?) {
        for line in (file?.text ?? "").split(whereSeparator: \.isNewline) where line.first != "#" {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let key = line[..<equals].filter { $0 != " " && $0 != "\t" }
            self.texts[key] = String(line[line.index(after: equals)...].drop { $0 == " " || $0 == "\t" })
        }
    }

    /// What a guest reads, and the log says, instead of the router's own text; may hold variables.
    func text(of refusal: GuestLoginRefusal, user: String, address: IPv4) -> String {
        guard let text = self.texts[refusal.key] else { return refusal.text }
        let output = HotspotTemplate.render(text.utf8) { name in
            switch name {
            case "error-orig": refusal.text
            case "username": user
            case "ip": address.text
            default: ""
            }
        }
        return String(decoding: output.body, as: UTF8.self)
    }
}
