/// Why the story could not go on.
struct DemoFailure: Error, CustomStringConvertible {
    /// What did not happen.
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
