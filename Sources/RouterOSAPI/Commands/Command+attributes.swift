extension Command {
    /// Adds `=name=value` with a text, sent as UTF-8.
    ///
    /// - Parameters:
    ///   - name: the argument's name.
    ///   - value: any text; an empty one clears most properties.
    /// - Returns: the command with it.
    public func with(_ name: String, _ value: String) -> Command {
        self.adding(name, value.utf8)
    }

    /// Adds `=name=value` with bytes as they are.
    ///
    /// - Parameters:
    ///   - name: the argument's name.
    ///   - bytes: any bytes, for example those of ``Row/bytes(_:)``.
    /// - Returns: the command with it.
    public func with(_ name: String, bytes: some Collection<UInt8>) -> Command {
        self.adding(name, bytes)
    }

    /// Adds `=name=yes` or `=name=no`, which routers accept wherever they print `true` and `false`.
    ///
    /// - Parameters:
    ///   - name: the argument's name.
    ///   - value: the boolean.
    /// - Returns: the command with it.
    public func with(_ name: String, _ value: Bool) -> Command {
        self.adding(name, (value ? "yes" : "no").utf8)
    }

    /// Adds `=name=value` with a decimal integer.
    ///
    /// - Parameters:
    ///   - name: the argument's name.
    ///   - value: the number.
    /// - Returns: the command with it.
    public func with(_ name: String, _ value: some FixedWidthInteger) -> Command {
        self.adding(name, String(value).utf8)
    }

    /// Adds `=name=value` with a span of time, in the form that routers print.
    ///
    /// - Parameters:
    ///   - name: the argument's name.
    ///   - value: the span. Mind that a limit of zero means *no limit* to a router.
    /// - Returns: the command with it.
    public func with(_ name: String, _ value: Duration) -> Command {
        self.adding(name, RouterOSDuration(value).description.utf8)
    }

    /// Adds `=name=AA:BB:CC:DD:EE:FF`.
    ///
    /// - Parameters:
    ///   - name: the argument's name.
    ///   - value: the address.
    /// - Returns: the command with it.
    public func with(_ name: String, _ value: MACAddress) -> Command {
        self.adding(name, value.description.utf8)
    }

    /// Adds a flag (`=name=`), such as `count-only`, `follow` or `once`, which a router reads by its presence.
    ///
    /// - Parameter flag: the argument's name.
    /// - Returns: the command with it.
    public func with(flag: String) -> Command {
        self.adding(flag, EmptyCollection())
    }

    /// Asks for only these properties (`=.proplist=a,b`), which also spares the router to compute the others.
    ///
    /// `.id` comes only when it is listed (measured on 7.23.1 by tikoci/centrs). A router may send more than was asked for.
    ///
    /// - Parameter names: the properties.
    /// - Returns: the command with it.
    public func proplist(_ names: [String]) -> Command {
        precondition(
            names.allSatisfy { AttributeName.isValid($0) && !$0.contains(",") },
            "a property's name holds no '=' or ','"
        )
        return self.adding(".proplist", names.joined(separator: ",").utf8)
    }

    /// Adds the words of a query.
    ///
    /// Only `print`, `getall` and `listen` take one: a router ignores it elsewhere, and a `remove` with a query
    /// removes nothing without saying so.
    ///
    /// - Parameter query: which rows to send.
    /// - Returns: the command with it.
    public func filtered(by query: Query) -> Command {
        var command = self
        for word in query.words {
            command.append(word: word)
        }
        return command
    }

    /// Names the rows that the command is for (`=.id=*1,*2`).
    ///
    /// - Parameter ids: at least one: a router would not know what to do with none.
    /// - Returns: the command with it.
    public func ids(_ ids: [ItemID]) -> Command {
        precondition(!ids.isEmpty, "a command needs at least one id")
        return self.adding(".id", Self.list(ids).utf8)
    }

    /// Names the row that the command is for (`=.id=*1`).
    ///
    /// - Parameter id: the row.
    /// - Returns: the command with it.
    public func id(_ id: ItemID) -> Command {
        self.ids([id])
    }

    /// Inserts the new row of an `add` before another one (`=place-before=*1`).
    ///
    /// A `set` does not take it.
    ///
    /// - Parameter id: the row that comes after the new one. Nil adds nothing: the new row becomes the last.
    /// - Returns: the command with it.
    public func placed(before id: ItemID?) -> Command {
        guard let id else { return self }
        return self.adding("place-before", id.description.utf8)
    }

    /// Moves rows of an ordered menu, as a block in the order given, keeping their ids.
    ///
    /// A router that does not know the destination moves the rows to the end and reports success (measured on 7.23.7): read the
    /// order again afterwards.
    ///
    /// - Parameters:
    ///   - ids: the rows to move, at least one.
    ///   - destination: the row that they come to stand before. Nil moves them to the end.
    ///   - menu: for example `/ip/hotspot/walled-garden/ip`.
    /// - Returns: the command with it.
    public static func move(_ ids: [ItemID], before destination: ItemID?, in menu: String) -> Command {
        precondition(!ids.isEmpty, "a move needs at least one id")
        let command = Command(menu + "/move").adding("numbers", Self.list(ids).utf8)
        guard let destination else { return command }
        return command.adding("destination", destination.description.utf8)
    }

    private static func list(_ ids: [ItemID]) -> String {
        ids.map(\.description).joined(separator: ",")
    }

    private func adding(_ name: String, _ value: some Collection<UInt8>) -> Command {
        var command = self
        command.append(name, bytes: value)
        return command
    }
}
