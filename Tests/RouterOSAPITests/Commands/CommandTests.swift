import TestSeeds
import NIOCore
import Testing

@testable import RouterOSAPI

struct CommandTests {
    private func words(_ command: Command) -> [String] {
        command.sentence.words.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `values of each kind are written in the router's form`() {
        let command = Command("/ip/hotspot/user/add")
            .with("name", "8B7W3D")
            .with("disabled", false)
            .with("x", true)
            .with("limit-bytes-total", 1_000_000)
            .with("limit-uptime", .seconds(5_400))
            .with("mac-address", MACAddress(number: 0xAABB_CCDD_EEFF))
            .with("comment", "")
            .with(flag: "detail")
        #expect(
            self.words(command) == [
                "/ip/hotspot/user/add", "=name=8B7W3D", "=disabled=no", "=x=yes", "=limit-bytes-total=1000000",
                "=limit-uptime=1h30m", "=mac-address=AA:BB:CC:DD:EE:FF", "=comment=", "=detail=",
            ]
        )
    }

    @Test func `ids and places and properties are lists of one word`() {
        let ids = [ItemID(number: 1), ItemID(number: 26)]
        #expect(self.words(Command("/x/remove").ids(ids)) == ["/x/remove", "=.id=*1,*1A"])
        #expect(self.words(Command("/x/print").proplist([".id", "name"])) == ["/x/print", "=.proplist=.id,name"])
        #expect(self.words(Command("/x/add").placed(before: ids[1])) == ["/x/add", "=place-before=*1A"])
        #expect(self.words(Command("/x/add").placed(before: nil)) == ["/x/add"])
        #expect(
            self.words(.move(ids, before: ItemID(number: 3), in: "/x")) == [
                "/x/move", "=numbers=*1,*1A", "=destination=*3",
            ]
        )
        #expect(self.words(.move(ids, before: nil, in: "/x")) == ["/x/move", "=numbers=*1,*1A"])
    }

    @Test func `whatever a value is the sentence has one word for it`() throws {
        var generator = Seed.generator
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...300, using: &generator)
            let value = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            var buffer = ByteBuffer()
            buffer.writeSentence(Command("/x/add").with("a", bytes: value).with("b", "end").sentence)
            var decoder = SentenceDecoder()
            let decoded = try decoder.decode(buffer: &buffer)
            let sentence = try #require(decoded)
            #expect(Array(sentence.words).count == 3, "seed \(generator.seed)")
            #expect(sentence.attribute("a").map { Array($0) } == value)
            #expect(sentence.attribute("b")?.elementsEqual("end".utf8) == true)
            #expect(buffer.readableBytes == 0)
        }
    }

    @Test func `only known verbs read`() {
        for verb in ["print", "getall", "get", "find", "listen"] { #expect(Command("/x/\(verb)").isReadOnly) }
        for verb in ["add", "set", "remove", "move", "login", "printer"] { #expect(!Command("/x/\(verb)").isReadOnly) }
    }

    @Test func `no way of showing a command or credentials shows a secret`() {
        let command = Command("/x/add").with("password", "hunter2").filtered(by: .equal("name", "hunter2"))
        let credentials = RouterOSCredentials(user: "admin", password: "hunter2")
        var dumped = ""
        dump(command, to: &dumped)
        dump(credentials, to: &dumped)
        for text in [
            "\(command)", String(reflecting: command), "\(credentials)", String(reflecting: credentials), dumped,
        ] {
            #expect(!text.contains("hunter2"))
        }
        #expect(command.description == "/x/add =password ?name")
        #expect(credentials.description == "admin:<redacted>")
    }

    @Test(arguments: ["", "/", "x", "ip/print", "/a b", "/a=b", "/a\n"])
    func `a path that is none is a programming error`(_ path: String) async {
        await #expect(processExitsWith: .failure) { [path] in _ = Command(path) }
    }
}
