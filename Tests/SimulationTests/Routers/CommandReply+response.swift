import NIOCore

@testable import RouterOSAPI
@testable import RouterOSSimulator

extension Array<CommandReply> {
    /// What a client makes of these replies.
    func response(to command: Command) -> Result<Response, RouterOSError> {
        var rows: [Row] = []
        var done = Row(Sentence(["!done"]))
        for reply in self {
            switch reply {
            case .row(let row): rows.append(Row(row.sentence("!re")))
            case .done(let ret?): done = Row(Sentence(["!done", "=ret=\(ret)"]))
            case .done(nil), .empty: break
            case .trap(let message, let category):
                let trap = Trap(message: message, category: category.flatMap { TrapCategory(rawValue: $0) })
                return .failure(RouterOSError(.trapped(trap), effect: .none, command: command.path))
            case .fatal(let reason):
                return .failure(RouterOSError(.fatal(reason), effect: .unknown, command: command.path))
            }
        }
        return .success(Response(rows: rows, done: done))
    }
}

extension PrintedRow {
    /// The row as a sentence of a client's.
    func sentence(_ word: String) -> Sentence {
        var words: [UInt8] = []
        Self.append(word.utf8, to: &words)
        for field in fields {
            var attribute: [UInt8] = [UInt8(ascii: "=")]
            attribute += field.name.utf8
            attribute.append(UInt8(ascii: "="))
            attribute += field.value.bytes
            Self.append(attribute, to: &words)
        }
        return Sentence(wireWords: ByteBuffer(bytes: words))
    }

    /// A word behind its length, of which the first 14 bits are enough here: one byte, or two of which the first begins with `10`.
    private static func append(_ word: some Collection<UInt8>, to words: inout [UInt8]) {
        if word.count < 0x80 {
            words.append(UInt8(word.count))
        } else {
            words += [UInt8(0x80 | word.count >> 8), UInt8(word.count & 0xFF)]
        }
        words += word
    }
}
