import Testing

/// A chapter of the README that leads somewhere, as steps that a program can take.
struct Guide {
    /// One line that somebody types.
    enum Step: Equatable {
        /// At the gateway, the words behind its name, up to a pipe.
        case gateway([String])
        /// In the router's terminal.
        case router(String)
        /// On the gateway's host, to other programs.
        case host(String)
    }

    let steps: [Step]

    /// Reads a chapter, up to the next heading in it.
    ///
    /// - Parameter title: its heading.
    /// - Throws: when there is none, or nothing in it is typed.
    init(_ title: String) throws {
        let chapter = try #require(
            try Readme().chapters.first { $0.titles.last == title },
            "the README has no chapter \(title)"
        )
        steps = chapter.code.filter { !$0.isEmpty }.map { line in
            if line.hasPrefix("gardengate ") {
                return .gateway(Readme.words(line).dropFirst().prefix { $0 != "|" }.map(\.self))
            }
            return line.hasPrefix("/") || line.hasPrefix(":") ? .router(line) : .host(line)
        }
        try #require(!steps.isEmpty, "nothing is typed in \(title)")
    }

    private init(steps: some Sequence<Step>) { self.steps = Array(steps) }

    /// The steps before a router is set up for the gateway: what makes the gateway, and a hotspot.
    var beforeBootstrap: Guide { Guide(steps: steps.prefix { !Self.isBootstrap($0) }) }

    /// What is typed in the router's terminal.
    var onRouter: Guide {
        Guide(
            steps: steps.filter {
                if case .router = $0 { true } else { false }
            }
        )
    }

    /// The same, with the steps of another chapter in place of the one that sets the router up.
    func bootstrapping(by other: Guide) -> Guide {
        Guide(steps: steps.flatMap { Self.isBootstrap($0) ? other.steps : [$0] })
    }

    private static func isBootstrap(_ step: Step) -> Bool {
        if case .gateway(let words) = step { words.starts(with: ["device", "bootstrap"]) } else { false }
    }
}
