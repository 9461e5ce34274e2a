/// How many there are of something, in words.
enum Quantity {
    /// "1 site", "2 sites"; nil for none.
    static func text(_ count: Int, _ one: String, _ many: String) -> String? {
        switch count {
        case 0: nil
        case 1: "1 \(one)"
        default: "\(count) \(many)"
        }
    }
}
