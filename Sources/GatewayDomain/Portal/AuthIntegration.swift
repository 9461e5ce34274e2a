/// A place where guests log in with an account that they have elsewhere.
///
/// The gateway keeps which one an instance names, and nothing else about it: such logins are not served yet.
public enum AuthIntegration {
    /// The identity of a place where guests log in.
    public typealias ID = Identifier<AuthIntegration>
}
