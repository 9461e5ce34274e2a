import NIOCore
import Testing

@testable import RouterOSAPI

struct SentenceTests {
    @Test func `an attribute is split at its second equals sign`() {
        let sentence = Sentence(["!re", "=a=b=c==", "=empty=", "=bare", "==odd"])
        #expect(sentence.attribute("a").map { String(buffer: ByteBuffer($0)) } == "b=c==")
        #expect(sentence.attribute("empty")?.isEmpty == true)
        #expect(sentence.attribute("bare")?.isEmpty == true)
        #expect(sentence.attribute("b") == nil)
        #expect(sentence.attribute("emp") == nil)
    }

    @Test func `the first of two attributes of one name counts and both can be seen`() {
        let sentence = Sentence(["!re", "=a=1", "=a=2"])
        #expect(sentence.attribute("a")?.elementsEqual("1".utf8) == true)
        #expect(sentence.attributes.map { String(decoding: $0.value, as: UTF8.self) } == ["1", "2"])
    }

    @Test(arguments: [["!re", ".tag=12", "=a=b"], ["!re", "=a=b", ".tag=12"], ["!re", "=.tag=9", ".tag=12"]])
    func `a tag is found wherever it stands`(_ words: [String]) {
        #expect(Sentence(words).tag?.elementsEqual("12".utf8) == true)
    }

    @Test func `a value that looks like a tag is none`() {
        #expect(Sentence(["!re", "=comment=.tag=1"]).tag == nil)
        #expect(Sentence([".tag=1"]).tag == nil)
    }

    @Test func `words are counted from the reply word`() {
        let sentence = Sentence(["!fatal", "not logged in"])
        #expect(sentence.begins(with: "!fatal"))
        #expect(!sentence.begins(with: "!fat"))
        #expect(sentence.word(1)?.elementsEqual("not logged in".utf8) == true)
        #expect(sentence.word(2) == nil)
        #expect(sentence.word(-1) == nil)
    }

    @Test func `no way of showing a sentence shows a value`() {
        let sentence = Sentence(["/login", "=name=admin", "=password=secret", "?name=secret", "secret word"])
        var dumped = ""
        dump(sentence, to: &dumped)
        dump(Row(sentence), to: &dumped)
        for text in [
            "\(sentence)", String(reflecting: sentence), "\(Row(sentence))", String(reflecting: Row(sentence)), dumped,
        ] {
            #expect(!text.contains("secret"))
            #expect(text.contains("=password"))
        }
        #expect(sentence.description == "/login =name =password ?name (11 bytes)")
    }

    @Test func `an empty word is a programming error`() async {
        await #expect(processExitsWith: .failure) { _ = Sentence(["!re", ""]) }
    }

    @Test func `a name with an equals sign is a programming error`() async {
        await #expect(processExitsWith: .failure) { _ = Command("/x/add").with("a=b", "c") }
        await #expect(processExitsWith: .failure) { _ = Command("/x/add").with("", "c") }
        await #expect(processExitsWith: .failure) { _ = Query.equal("-a", "c") }
        await #expect(processExitsWith: .failure) { _ = Command("x/add") }
    }
}
