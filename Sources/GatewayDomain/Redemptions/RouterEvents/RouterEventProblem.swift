/// Why an event cannot be recorded: it does not say what happened to whom.
public enum RouterEventProblem: Error, Hashable, Sendable {
    /// There is no `user`.
    case userMissing
    /// `user` is longer than a name can be.
    case userTooLong
    /// `user` arrived as a number that is none of the digits of a code any more.
    case userLost
    /// `event` is neither `login` nor `logout`.
    case eventUnknown(String)
    /// A field of a form is there twice, with different values.
    case fieldTwice(String)
    /// The event is of another device than the token.
    case otherDevice
    /// The event is no object of names and values.
    case noObject
}

extension RouterEventProblem: CustomStringConvertible {
    /// What is wrong, and what to do about it.
    public var description: String {
        switch self {
        case .userMissing: "There is no 'user': send the name that the guest logged in with."
        case .userTooLong: "The 'user' is longer than \(RouterEvent.userBytesMaximum) bytes."
        case .userLost:
            "The 'user' is a number that has lost digits: send it as a string (:serialize with "
                + "options=json.no-string-conversion), or send a form."
        case .eventUnknown(let word):
            "The 'event' is '\(RouterEvent.line(word).prefix(32))': it is 'login' or 'logout'."
        case .fieldTwice(let name): "The '\(RouterEvent.line(name).prefix(32))' is there twice, with different values."
        case .otherDevice: "The 'device' is not the one that the token belongs to: give each router its own token."
        case .noObject: "The event is no object of names and values."
        }
    }
}
