import Glibc

/// Questions to the person at the terminal.
///
/// Prompts go to standard error, so that standard output holds the result only.
enum Terminal {
    /// Whether somebody can be asked: both ends of the question are a terminal.
    static var isInteractive: Bool {
        isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    }

    /// How many columns and rows standard output has; nil where it is no terminal.
    static var size: (columns: Int, rows: Int)? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var window = winsize()
        // SAFETY: the structure is of the kind that the request fills, and lives for the call.
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else { return (80, 24) }
        return (Int(window.ws_col), Int(window.ws_row))
    }

    /// Asks a question that is answered with yes or no; anything but yes is no.
    static func confirm(_ question: String) -> Bool {
        Streams.errorText("\(question) [y/N] ")
        let answer = readLine()?.lowercased() ?? ""
        return answer == "y" || answer == "yes"
    }

    /// Asks for a text that is not shown while it is typed.
    ///
    /// - Returns: the text, or nil when the answer was broken off.
    static func hidden(_ prompt: String) -> String? {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
        var silent = before
        // Without ISIG a Ctrl-C arrives as a byte, and the terminal is put right before anything ends.
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else { return nil }
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            Streams.errorText("\n")
        }
        Streams.errorText(prompt)
        return typedLine()
    }

    private static func typedLine() -> String? {
        var typed: [UInt8] = []
        while true {
            var byte: UInt8 = 0
            guard read(STDIN_FILENO, &byte, 1) == 1 else { return nil }
            switch byte {
            case 3, 4: return nil
            case 10, 13: return String(decoding: typed, as: UTF8.self)
            case 8, 127:
                // Takes back a whole character: its continuation bytes and the byte that leads them.
                while let last = typed.popLast(), last & 0xC0 == 0x80 {}
            default: typed.append(byte)
            }
        }
    }
}
