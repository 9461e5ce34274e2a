/// What a router answered to a command that it carried out.
public struct Response: Sendable, Hashable {
    /// The rows, in the order sent.
    public let rows: [Row]

    /// The attributes of the closing `!done`.
    public let done: Row

    /// Makes a response.
    ///
    /// - Parameters:
    ///   - rows: the rows.
    ///   - done: the closing sentence.
    public init(rows: [Row], done: Row) {
        self.rows = rows
        self.done = done
    }

    /// The value that the command returned (`=ret=`): the new id of an `add`, the number of a `count-only`, the ids of a `find`.
    public var ret: String? {
        self.done.text("ret")
    }

    /// The id of the row that an `add` made.
    ///
    /// - Throws: ``PropertyError`` when the router returned something else.
    public var addedID: ItemID? {
        get throws(PropertyError) { try self.done.itemID("ret") }
    }

    /// The number that a `count-only` returned.
    ///
    /// - Throws: ``PropertyError`` when the router returned something else.
    public var count: Int64? {
        get throws(PropertyError) { try self.done.integer("ret") }
    }
}
