import Testing

@testable import RouterOSSimulator

/// Scripts and the menus of the router.
@Suite struct ScriptMenuTests {
    private func users(_ names: String...) -> Transcript {
        var router = Transcript()
        for name in names { _ = router.add("/ip/hotspot/user", "=name=\(name)", "=comment=gg1 \(name)") }
        return router
    }

    @Test(arguments: [
        "/ip/hotspot/user/get A name", "/ip hotspot user get A name", "/ip hotspot/user get number=A value-name=name",
        "/ip hotspot user get [find name=A] name", "/ip hotspot user get [find where name=\"A\"] value-name=name",
        "/ip/hotspot/user/profile/../get A name", "([/ip/hotspot/user/print as-value where name=\"A\"]->0->\"name\")",
        "/ip/hotspot/user/get ([/ip/hotspot/user/find name=A]->0) name",
    ])
    func `a path may be written in many ways`(command: String) {
        var router = users("A")
        let source = command.hasPrefix("(") ? ":put \(command)" : ":put [\(command)]"
        #expect(router.run(source) == "A")
    }

    @Test func `a path alone is where later commands of the block begin`() {
        var router = users()
        let source = """
            /ip hotspot user
            add name=X comment=a
            add name=Y
            :put [:len [find name~"^[XY]\\$"]]
            profile
            :put [get default name]
            /system/identity/set name=Lobby
            :put [/system identity get name]
            """
        #expect(router.run(source) == "2\ndefault\nLobby")
    }

    private static let conditions: [(String, String)] = [
        ("name=\"A1\"", "1"), ("name=A1", "1"), ("name~\"^A\"", "2"), ("where name~\"^A\" and comment~\"A2\\$\"", "1"),
        ("where name~\"^A\" && !disabled", "2"), ("name=A1 disabled=no", "1"), ("where (name=A1 or name=B1)", "2"),
        ("where name=A1 || name=B1", "2"), ("where !comment", "1"), ("where comment", "4"), ("comment~\"^gg1 \"", "3"),
        ("where (name~\"^A\")=false", "3"), ("where disabled", "0"), ("where limit-uptime>30m", "1"), ("default", "1"),
        ("where limit-uptime=1h", "1"),
        ("where name in 10.0.0.0/8", "! cannot apply in to str and ip-prefix (line 1 column 46)"),
        ("where name=[/ip/hotspot/user/get A1 name]", "1"), ("where name=(\"A\" . \"1\")", "1"),
        ("where bytes-in=0", "5"),
        ("where frob=1", "! bad parameter frob (line 1 column 30)"), ("where uptime<1s and name!=admin", "4"),
        // A bare word of digits is a number and no text, as an address without quotes is none (manual, tips and tricks).
        ("name=123", "0"), ("where \"name\"=A1", "1"),
    ]

    @Test(arguments: Self.conditions)
    func `rows are found by conditions`(condition: String, count: String) {
        var router = users("A1", "A2", "B1")
        _ = router.send("/ip/hotspot/user/set", "=.id=A1", "=limit-uptime=1h")
        #expect(router.run(":put [:len [/ip/hotspot/user/find \(condition)]]") == count)
    }

    @Test func `a name of a property is the property, also with a dollar sign`() {
        // Manual, tips and tricks: always use unique variable names.
        var router = users("A", "B")
        #expect(router.run(":local name \"A\"; :put [:len [/ip/hotspot/user/find where name=$name]]") == "4")
        #expect(router.run(":local wanted \"A\"; :put [:len [/ip/hotspot/user/find where name=$wanted]]") == "1")
    }

    @Test func `an address with a length is compared as text`() {
        // Manual, tips and tricks.
        var router = Transcript()
        #expect(router.run(":put [:len [/ip/address/find address=10.5.50.1/24]]") == "0")
        #expect(router.run(":put [:len [/ip/address/find address=\"10.5.50.1/24\"]]") == "1")
        #expect(router.run(":put [:len [/ip/address/find address=[:tostr 10.5.50.1/24]]]") == "1")
    }

    @Test func `rows are added, changed and removed as by the API`() {
        var router = users()
        #expect(router.run(":put [:typeof [/ip/hotspot/user/add name=X limit-uptime=90m]]") == "id")
        #expect(router.run("/ip/hotspot/user/set X comment=\"r=1 m=2\" disabled=yes") == "")
        #expect(router.column("limit-uptime", of: "/ip/hotspot/user", "?name=X") == ["1h30m"])
        #expect(router.column("comment", of: "/ip/hotspot/user", "?name=X") == ["r=1 m=2"])
        #expect(router.run("/ip/hotspot/user/enable [find comment~\"r=1\"]; /ip/hotspot/user/set X !comment") == "")
        #expect(router.column("disabled", of: "/ip/hotspot/user", "?name=X") == ["false"])
        #expect(router.column("comment", of: "/ip/hotspot/user", "?name=X") == [nil])
        #expect(router.run("/ip/hotspot/user/remove [find name=X]; /ip/hotspot/user/remove [find name=X]") == "")
        #expect(router.column("name", of: "/ip/hotspot/user", "?name=X") == [])
    }

    @Test func `a failure of a command names the command and its line`() {
        var router = users("A")
        let text = "failure: already have user with this name for this server"
        #expect(router.run("\n/ip/hotspot/user/add name=A") == "! \(text)")
        #expect(router.run(":onerror e in={\n/ip/hotspot/user/add name=A} do={:put $e}") == text)
        #expect(router.run("/ip/hotspot/user/get Z name") == "! no such item")
        #expect(
            router.run("/ip/hotspot/user/add name=Z profile=none")
                == "! input does not match any value of profile"
        )
    }

    @Test func `a number is no row of a script`() {
        // Manual, tips and tricks.
        var router = users("A")
        #expect(router.run("/ip/hotspot/user/remove 0").hasPrefix("! no such item"))
        #expect(router.run(":put [/ip/hotspot/user/get 0 name]").hasPrefix("! no such item"))
    }

    @Test func `print gives rows, their number, or a file`() {
        var router = users("A", "B")
        #expect(router.run(":put [/ip/hotspot/user/print count-only where name~\"^[AB]\\$\"]") == "2")
        #expect(router.run(":put [:len [/ip/hotspot/user/print as-value]]") == "4")
        #expect(router.run(":put ([/system/clock/print as-value]->\"time-zone-name\")") == "UTC")
        #expect(router.run("/file/print file=list where name=none; :put [/file/get list.txt size]") == "0")
        #expect(router.run("/system/identity/print").contains("name=MikroTik"))
        #expect(router.run("/ip/hotspot/user/print frobnicate").hasPrefix("! bad parameter frobnicate"))
    }

    /// Codes and names that are easily damaged.
    private static let awkward = [
        "00123", "0", "1E5", "8E12345", "0x1F", "007", "1d", "10:00", "true", "no", "10.1.2.3", "*1F", "a b", "a\"b",
        "a$b",
        "$user", "a\\b", "a;b", "a,b", "{a}", "[a]", "(a)", "ü日", "a=b", "-5", "#x", "'", "a\nb", "%41", "1,2",
    ]

    @Test(arguments: Self.awkward)
    func `awkward names pass through variables, rows and JSON unchanged`(name: String) {
        var router = Transcript()
        _ = router.add("/ip/hotspot/user", "=name=\(name)", "=comment=gg1 \(name)")
        let source = """
            :global back [:toarray ""]
            :global get do={ :return [/ip/hotspot/user/get $1 name] }
            :foreach id in=[/ip/hotspot/user/find where comment~"^gg1 "] do={
                :local user [$get $id]
                :local comment [/ip/hotspot/user/get $id comment]
                /ip/hotspot/user/set $id comment="$comment r=$user" email=$user
                :if ([:len [/ip/hotspot/user/find where name=$user]] != 1) do={ :error "not found" }
                :set ($back->"name") $user
                :put [:serialize to=json options=json.no-string-conversion value=$back]
            }
            """
        let json = router.run(source)
        #expect(router.column("comment", of: "/ip/hotspot/user").last == "gg1 \(name) r=\(name)")
        #expect(router.column("email", of: "/ip/hotspot/user").last == name)
        var reader = ScriptJSONReader(WordBytes(json), keepsTexts: true)
        #expect(reader.document()?.elements?["name"] == .text(name))
    }

    @Test func `JSON turns texts that look like numbers into numbers`() {
        // Manual, Scripting page; the option is from 7.16.
        var router = Transcript()
        let value = "({\"number\"=1234;\"string\"=\"1234\"})"
        #expect(router.value("[:serialize to=json value=\(value)]") == "{\"number\":1234,\"string\":1234.000000}")
        #expect(
            router.value("[:serialize to=json value=\(value) options=json.no-string-conversion]")
                == "{\"number\":1234,\"string\":\"1234\"}"
        )
        #expect(router.value("[:serialize value=a,b,c to=json]") == "[\"a\",\"b\",\"c\"]")
        #expect(router.value("[:serialize to=json value=({\"code\"=\"1E5\"})]") == "{\"code\":100000.000000}")
        var older = Transcript("7.15.3")
        #expect(
            older.value("[:serialize to=json value=\"1\" options=json.no-string-conversion]")
                .hasPrefix("! input does not match any value of options")
        )
        #expect(
            router.value("([:deserialize from=json value=\"[\\\"a\\\",{\\\"b\\\":[1,true,null]}]\"]->1->\"b\"->0)")
                == "1"
        )
        #expect(
            router.value(
                "[:typeof ([:deserialize \"{ \\\"str\\\": \\\"123\\\" }\" from=json options=json.no-string-conversion]->\"str\")]"
            )
                == "str"
        )
        #expect(router.value("[:deserialize from=json value=\"{\"]").hasPrefix("! failure: invalid json"))
    }

    @Test func `files are written, read and imported whole or not at all`() {
        var router = Transcript()
        #expect(router.run("/file/add name=a.rsc contents=\"/ip/hotspot/user/add name=X\"; /import a.rsc") == "")
        #expect(router.column("name", of: "/ip/hotspot/user").contains("X"))
        #expect(
            router.run("/file/set a.rsc contents=\"/ip/hotspot/user/add name=Y\\n:put \\\"\"; /import file-name=a.rsc")
                == "! Script Error: syntax error (line 2 column 6)"
        )
        #expect(!router.column("name", of: "/ip/hotspot/user").contains("Y"))
        #expect(router.send("/import", "=file-name=none.rsc") == ["!trap 3 failure: cannot open import file", "!done"])
        #expect(router.run("/file/remove a.rsc; :put [:len [/file/find name=a.rsc]]") == "0")
        router.state.traits.freeFlashBytes -= router.state.freeFlashBytes - 100
        #expect(router.run("/file/add name=big contents=[:rndstr length=200]").hasPrefix("! failure: not enough space"))
    }

    /// Turns of phrase that published scripts have.
    private static let idioms: [(String, String)] = [
        (":global f do={ :return \"<$1>\" }; :put ([ $f (\"a\" . 1) ] . \"!\");", "<a1>!"),
        (":local x \"a//b\"; :while ($x ~ \"//\") do={ :set $x \"a/b\" }; :put $x", "a/b"),
        (":local n ([ /ip/hotspot/user/find where (name=\"A\" or comment=\"A\") ]->0); :put [:len $n]", "2"),
        (":put [:len [/ip/hotspot/user/find where name~(\"^\" . \"A\" . \"\\$\")]]", "1"),
        (
            ":local r; :do { :set r [[ :parse \"/system/identity/get\" ]] } on-error={ }; :put ($r->\"name\")",
            "MikroTik"
        ),
        (":onerror Err {\n  :error \"no\"\n} do={\n  :put (\"failed: \" . $Err)\n}", "failed: no"),
        (":put [:len ({ [ :tostr 1 ]; \"b\" })]", "2"), (":if (!(\"x\" ~ \"^(|true|false)\\$\")) do={ :put y }", "y"),
        (":if ([ :typeof [ :find \"abc\" \"z\" ] ] = \"nil\" && \\\n  true) do={ :put none }", "none"),
        (
            "/ip/hotspot/user\n:foreach u in=[find name=\"A\"] do={\n  :put [get $u name]\n  set $u comment=(\"c\" . 1)\n}",
            "A"
        ),
        (":local a [:toarray \"\"]; :set ($a->[:len $a]) 5; :set ($a->1) 6; :put $a", "5;6"),
        (
            "/ip hotspot user { set [find name=\"A\"] comment=z }; :put [/ip hotspot user get A comment]",
            "! expected end of command (line 1 column 18)"
        ),
    ]

    @Test(arguments: Self.idioms)
    func `published scripts' turns of phrase work`(source: String, output: String) {
        var router = users("A")
        #expect(router.run(source) == output)
    }

    @Test func `a job is ended by removing it`() {
        var router = users()
        _ = router.run("/execute script=\":delay 1h; :log info late\"")
        #expect(router.run("/system/script/job/remove [find started~\"2026\"]").hasPrefix("…") == false)
        router.pass(7200)
        #expect(router.log("script,info") == [])
    }

    @Test func `braces keep the source of a script as it stands`() {
        var router = Transcript()
        #expect(router.run("/system/script/add name=s source={\n  :put \"a\\$b\" # x\n}") == "")
        #expect(router.column("source", of: "/system/script") == ["\n  :put \"a\\$b\" # x\n"])
        #expect(router.run("/system/script/run s") == "a$b")
        #expect(router.column("run-count", of: "/system/script") == ["1"])
    }
}
