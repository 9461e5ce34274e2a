/// The category of a trap (manual, API page).
public enum TrapCategory: Int, Sendable, Hashable {
    /// Missing item or command.
    case missing = 0
    /// An argument's value was refused.
    case argument = 1
    /// The command was interrupted.
    case interrupted = 2
    /// A script failed.
    case script = 3
    /// A general failure.
    case general = 4
    /// A failure of the API.
    case api = 5
    /// A failure of the terminal.
    case terminal = 6
    /// A value made by `:return`.
    case returned = 7
}
