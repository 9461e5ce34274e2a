import Testing

@testable import RouterOSSimulator

/// The router's files.
@Suite struct FileTests {
    @Test func `a file is written, read, changed and removed, and its size is its own`() {
        var router = Transcript()
        #expect(router.send("/file/add", "=name=/notes.txt", "=contents=abc").last?.hasPrefix("!done ret=") == true)
        #expect(router.column("contents", of: "/file", "?name=notes.txt") == ["abc"])
        #expect(router.column("size", of: "/file", "?name=notes.txt") == ["3"])
        #expect(router.column("type", of: "/file", "?name=notes.txt") == [".txt file"])
        #expect(router.column("last-modified", of: "/file", "?name=notes.txt") == ["2026-09-25 21:10:05"])
        #expect(router.send("/file/set", "=numbers=notes.txt", "=contents=ä") == ["!done"])
        #expect(router.column("size", of: "/file", "?name=notes.txt") == ["2"])
        #expect(router.send("/file/remove", "=numbers=notes.txt") == ["!done"])
        #expect(router.column("name", of: "/file", "?name=notes.txt").isEmpty)
    }

    @Test func `60,000 bytes go in at once, and not one more`() {
        var router = Transcript()
        #expect(router.send("/file/add", "=name=a", "=contents=" + String(repeating: "x", count: 60_000)).count == 1)
        #expect(
            router.send("/file/set", "=numbers=a", "=contents=" + String(repeating: "x", count: 60_001)).first
                == "!trap failure: new contents too long"
        )
        #expect(router.column("size", of: "/file", "?name=a") == ["60000"])
    }

    @Test func `the router itself writes longer files, as long as the flash has room`() throws {
        // A version whose `add` still copies.
        var router = Transcript("7.12.2")
        let long = WordBytes(String(repeating: "x", count: 60_001))
        try router.state.writeFile("/fetched", long, now: .zero)
        #expect(router.state.fileContents("fetched") == long)
        router.state.traits.freeFlashBytes -= router.state.freeFlashBytes
        #expect(throws: CommandTrap.noSpace) { try router.state.writeFile("more", "x", now: .zero) }
        let noSpace = "!trap failure: not enough space on the disk"
        #expect(router.send("/file/add", "=name=more", "=copy-from=fetched").first == noSpace)
        #expect(router.send("/file/set", "=numbers=fetched", "=contents=shorter") == ["!done"])
        #expect(router.send("/file/add", "=name=more", "=copy-from=fetched").last?.hasPrefix("!done ret=") == true)
        #expect(router.column("contents", of: "/file", "?name=more") == ["shorter"])
    }

    @Test func `a file keeps a name of its own, and stays a file`() {
        var router = Transcript()
        _ = router.send("/file/add", "=name=a.rsc", "=contents=x")
        #expect(router.column("type", of: "/file", "?name=a.rsc") == ["script"])
        #expect(router.send("/file/add", "=name=/a.rsc").first == "!trap failure: already have such entry")
        #expect(router.send("/file/set", "=numbers=a.rsc", "=name=/b.txt") == ["!done"])
        #expect(router.column("type", of: "/file", "?name=b.txt") == [".txt file"])
        #expect(router.send("/file/set", "=numbers=b.txt", "=type=directory").first?.hasPrefix("!trap") == true)
        #expect(router.column("contents", of: "/file", "?name=b.txt") == ["x"])
    }

    @Test func `without the policy for files they are read, and neither written nor removed`() {
        var router = Transcript()
        _ = router.send("/file/add", "=name=a", "=contents=x")
        router.account.policies.remove(.ftp)
        let commands = [("add", ["=name=b"]), ("set", ["=numbers=a", "=contents="]), ("remove", ["=numbers=a"])]
        for (verb, words) in commands {
            #expect(router.send("/file/\(verb)", words: words).first == "!trap not enough permissions (9)")
        }
        #expect(router.column("contents", of: "/file", "?name=a") == ["x"])
    }

    @Test func `a directory has to be there, or is made along where a command cannot make one`() {
        var young = Transcript("7.22.3")
        #expect(young.send("/file/add", "=name=d/f", "=contents=x").first == "!trap failure: no such directory")
        _ = young.send("/file/add", "=name=d", "=type=directory")
        #expect(young.send("/file/add", "=name=d/f", "=contents=x").count == 1)
        var old = Transcript("7.12.2")
        #expect(old.send("/file/add", "=name=d", "=type=directory").first == "!trap unknown parameter type")
        #expect(old.send("/file/add", "=name=d/f", "=contents=x").count == 1)
        #expect(old.column("type", of: "/file", "?name=d") == ["directory"])
    }

    @Test func `a directory goes with all that is in it, and has no contents`() {
        var router = Transcript()
        _ = router.send("/file/add", "=name=d", "=type=directory")
        _ = router.send("/file/add", "=name=d/f")
        _ = router.send("/file/add", "=name=do")
        #expect(router.send("/file/set", "=numbers=d", "=contents=x").first == "!trap failure: is a directory")
        _ = router.send("/file/remove", "=numbers=d")
        #expect(router.column("name", of: "/file", "?name=d", "?name=d/f", "?name=do", "?#||") == ["do"])
    }

    @Test func `the hotspot's pages are there from the factory, and come back by reset-html`() {
        var router = Transcript()
        _ = router.send("/file/set", "=numbers=hotspot/login.html", "=contents=mine")
        _ = router.send("/file/remove", "=numbers=hotspot/status.html")
        #expect(router.send("/ip/hotspot/reset-html", "=numbers=hotspot1") == ["!done"])
        #expect(
            router.column("contents", of: "/file", "?name=hotspot/login.html").first??.contains("Hotspot login") == true
        )
        #expect(router.column("name", of: "/file", "?name=hotspot/status.html").count == 1)
    }
}
