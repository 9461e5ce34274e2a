/// Why a value is not taken, and what would be: the words behind the key and the value.
struct ConfigurationRefusal: Error, Hashable {
    /// As in "has no unit; give a duration such as 60s, 5m or 6h".
    let text: String

    /// Says why.
    init(_ text: String) {
        self.text = text
    }
}
