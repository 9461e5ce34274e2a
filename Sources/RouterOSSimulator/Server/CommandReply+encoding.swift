import NIOCore
import RouterOSAPI

extension CommandReply {
    /// Writes the sentence.
    ///
    /// `.tag` is the second word, as routers send it (captures of luqasz/librouteros; traces of 7.24).
    func write(to buffer: inout ByteBuffer, tag: WordBytes?) {
        buffer.writeWord(self.word)
        if let tag { buffer.writeWord(Array(".tag=".utf8) + tag.bytes) }
        switch self {
        case .row(let row):
            for field in row.fields {
                buffer.writeAttribute(field.name, field.value.bytes)
            }
        case .trap(let message, let category):
            if let category { buffer.writeAttribute("category", String(category)) }
            buffer.writeAttribute("message", message)
        case .empty:
            break
        case .done(let ret):
            if let ret { buffer.writeAttribute("ret", ret.bytes) }
        case .fatal(let reason):
            // A bare word, without a name (manual, API page).
            buffer.writeWord(reason)
        }
        buffer.writeSentenceEnd()
    }

    private var word: String {
        switch self {
        case .row: "!re"
        case .trap: "!trap"
        case .empty: "!empty"
        case .done: "!done"
        case .fatal: "!fatal"
        }
    }
}
