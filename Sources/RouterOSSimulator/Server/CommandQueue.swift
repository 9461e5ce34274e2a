/// The commands that were received and wait for their turn, in the order in which they came.
struct CommandQueue {
    /// Commands that wait together may be carried out in any order; this many are looked at, so that a flood costs no
    /// more.
    private static let reorderingMaximum = 64

    private var commands: [PendingCommand] = []
    /// How many commands of each lane wait, so that nobody compares all lanes for each command.
    private var waiting: [CommandLane: Int] = [:]

    var count: Int { self.commands.count }

    subscript(index: Int) -> PendingCommand { self.commands[index] }

    mutating func append(_ command: PendingCommand) {
        self.commands.append(command)
        self.waiting[command.lane, default: 0] += 1
    }

    mutating func remove(at index: Int) -> PendingCommand {
        let command = self.commands.remove(at: index)
        self.forget(command)
        return command
    }

    /// Takes those out that a test says yes to.
    ///
    /// - Returns: them, in their order.
    mutating func removeAll(where isGone: (PendingCommand) -> Bool) -> [PendingCommand] {
        let gone = self.commands.filter(isGone)
        self.commands.removeAll(where: isGone)
        for command in gone { self.forget(command) }
        return gone
    }

    /// The time of a command passes from now on: it keeps its turn meanwhile.
    mutating func begin(at index: Int) {
        var command = self.commands.remove(at: index)
        command.isPaid = true
        self.commands.insert(command, at: 0)
    }

    /// Where the command is whose turn it is: commands without a tag, and those of one tag, keep their order; others may
    /// overtake each other.
    func next(reordering: Bool, using generator: inout SeededGenerator) -> Int? {
        guard let first = self.commands.first else { return nil }
        guard reordering, !first.isPaid else { return 0 }
        let looked = self.commands.prefix(Self.reorderingMaximum)
        // As many lanes as commands: each is the first of its own.
        guard self.waiting.count < self.commands.count else { return looked.indices.randomElement(using: &generator) }
        var lanes: Set<CommandLane> = []
        return looked.indices.filter { lanes.insert(self.commands[$0].lane).inserted }
            .randomElement(using: &generator)
    }

    private mutating func forget(_ command: PendingCommand) {
        guard let count = self.waiting[command.lane] else { return }
        self.waiting[command.lane] = count > 1 ? count - 1 : nil
    }
}
