import Testing

@testable import RouterOSSimulator

/// What the language does.
///
/// Without another source: the manual's Scripting page (August 2026).
@Suite struct ScriptLanguageTests {
    private static let scripts: [(String, String)] = [
        (":if ( true ) do={ :put \"lala\" }", "lala"), (":if (false) do={:put a} else={:put b}", "b"),
        (":for i from=1 to=3 do={ :put $i }", "1\n2\n3"), (":for i from= 1 to= 2 do={ :put $i }", "1\n2"),
        (":for i from=4 to=0 step=-2 do={:put $i}", "4\n2\n0"),
        (":local i 0; :while ($i<3) do={:set i ($i+1); :put $i}", "1\n2\n3"),
        (":local i 0; :do { :set i ($i+1); :put $i } while=($i<2)", "1\n2"),
        (":foreach v in={7;8} do={:put $v}", "7\n8"),
        (":foreach v in=[:toarray \"\"] do={:put $v}", ""), ("{ :local a 3; { :local b 4; :put ($a+$b); } }", "7"),
        ("# a comment\n:put 1; # and one behind\n:put \"# none\"", "1\n# none"), (":put \\\n  2", "2"),
        (":put \"\\48\\45\\4C\\4C\\4F\"", "HELLO"), (":put \"a\\_b\\\"c\\$d\\\\e\"", "a b\"c$d\\e"),
        (":put \"a\\tb\\r\\nc\"", "a\tb\r\nc"),
        (":put \"one \\\n    two\"", "one two"), (":local myVar \"world\"; :put \"Hello $myVar\"", "Hello world"),
        (":local a 5; :local b 6; :put \" 5x6 = $($a * $b)\"", " 5x6 = 30"), (":put \"n=$[:len \"abc\"]\"", "n=3"),
        (":local \"my-var\" 3; :put $\"my-var\"", "3"),
        (":global f do={:put \"hello from function\"}; $f", "hello from function"),
        (":global f do={:put \"arg a=$a\"; :put \"arg '1'=$1\"}; $f a=\"x\" \"y\"", "arg a=x\narg '1'=y"),
        (":global f do={ :return ($a + $b)}; :put [$f a=6 b=2]", "8"),
        (":global g do={ :return 5 }; :global f do={ :global g; :return ([$g] + 4) }; :put [$f]", "9"),
        (":global f [:parse \":put hello!\"]; $f", "hello!"), (":put [[:parse \":return (1 + 2)\"]]", "3"),
        (":do { :error \"no\" } on-error={ :put caught }; :put after", "caught\nafter"),
        (":onerror e in={ :error \"failure\" } do={ :put \"Critical $e\" }", "Critical failure"),
        (
            ":onerror e {:put [:resolve www.example.com]} do={:put \"resolver failed\"}; :put \"print after failure\"",
            "resolver failed\nprint after failure"
        ),
        (":put [:onerror e in={ :put x } do={}]", "x\nfalse"), (":put [:onerror e in={ :error x } do={}]", "true"),
        (":global f do={ :foreach v in={1;2;3} do={ :if ($v=2) do={ :return $v } } }; :put [$f]", "2"),
        (":do { :foreach v in={1;2} do={ :do { :error a } on-error={ :error b } } } on-error={ :put end }", "end"),
        (":put [:typeof [:local x]]", "nothing"), (":local a true; :local b false; :put ($a&&$b)", "false"),
        (":local s \"a\"; :for i from=([:len $s]-1) to=0 do={:put $i}", "0"), (":put a,b,c", "a;b;c"),
        (":put yes", "true"), (":local x 1; { :local x 2; :put $x }; :put $x", "2\n1"), ("put lala", "lala"),
        (":global f do={:return \"$0\"}; :put [$f]", "$f"), (":put \"$[:typeof $f]$x.\"", "nothing."),
    ]

    @Test(arguments: Self.scripts)
    func `a script prints what it should`(source: String, output: String) {
        var router = Transcript()
        #expect(router.run(source) == output)
    }

    /// Message stems and places: 912 scripts on 7.22.1 (tikoci/lsp-routeros-ts), the manual for the others.
    private static let errors: [(String, String)] = [
        (":put \"a", "! syntax error (line 1 column 6)"), (":put (1", "! syntax error (line 1 column 8)"),
        (":if (true) do={ :put 1", "! missing closing brace (line 1 column 23)"),
        (":global array {}", "! syntax error (line 1 column 15)"),
        ("/ip/hotspot/user/print where", "! missing value for where (line 1 column 29)"),
        (":put 1 2", "! expected end of command (line 1 column 8)"),
        (":put (10/2)", "! syntax error (line 1 column 9)"),
        ("\n  this is not a command", "! bad command name this (line 2 column 3)"),
        (":put 1\n:frobnicate 2", "! bad command name frobnicate (line 2 column 2)"),
        ("/ip/route/print", "! bad command name route (line 1 column 5)"),
        (":put \\ # bad", "! syntax error (line 1 column 6)"),
        (":put \"\\q\"", "! syntax error (line 1 column 7)"), (":put \"\\4c\"", "! syntax error (line 1 column 7)"),
        (":set myVar 1", "! syntax error (line 1 column 2)"), (":put (\n1)", "! syntax error (line 1 column 7)"),
        ("/ip/hotspot/user/add nam=x", "! bad parameter nam (line 1 column 22)"),
        (":for i fro=1 to=2 do={}", "! bad parameter fro (line 1 column 8)"),
        (":put $a.$b", "! expected end of command (line 1 column 8)"),
        (":put [:len 1] ]", "! expected end of command (line 1 column 15)"),
        (":put (:len 1)", "! syntax error (line 1 column 7)"),
        ("/ip/hotspot/user/find frobnicated=1", "! bad parameter frobnicated (line 1 column 18)"),
        (
            "/ip/hotspot/user/export",
            "! failure: /ip/hotspot/user/export is not simulated"
        ),
        (":beep", "! failure: :beep is not simulated (line 1 column 2)"),
        (":global f do={ :frobnicate }; $f", "! bad command name frobnicate (line 1 column 17)"),
        (":local my-var 1", "! syntax error (line 1 column 2)"), (":global my_var", "! syntax error (line 1 column 2)"),
        (":foreach a-b in={1} do={}", "! syntax error (line 1 column 2)"),
        (":put [:convert 1 to=base32]", "! failure: :convert to=base32 is not simulated (line 1 column 8)"),
    ]

    @Test(arguments: Self.errors)
    func `what is not known is an error with its place`(source: String, message: String) {
        var router = Transcript()
        #expect(router.run(source) == message)
    }

    @Test func `nothing of a script runs when a part of it cannot be read`() {
        var router = Transcript()
        #expect(router.run("/ip/hotspot/user/add name=x\n:put \"") == "! syntax error (line 2 column 6)")
        #expect(!router.column("name", of: "/ip/hotspot/user").contains("x"))
    }

    @Test func `what comes before an unknown command is carried out`() {
        var router = Transcript()
        #expect(router.run("/ip/hotspot/user/add name=x\n:frobnicate").hasPrefix("! bad command name frobnicate"))
        #expect(router.column("name", of: "/ip/hotspot/user").contains("x"))
    }

    @Test(arguments: [
        (":onerror e in={:error a} do={:put $e}", "7.13"), ("[:serialize to=json value=1]", "7.13"),
        (":put [:convert a to=hex]", "7.12"),
    ])
    func `a command is unknown before its version`(source: String, since: String) {
        var older = Transcript("7.11.3")
        var newer = Transcript(since)
        #expect(older.run(source).hasPrefix("! bad command name"))
        #expect(!newer.run(source).hasPrefix("! bad command name"))
    }

    @Test func `a global variable is seen where it was declared, and outlives its script`() {
        var router = Transcript()
        #expect(router.run(":global myVar 3") == "")
        #expect(router.run(":put \"x$myVar\"") == "x")
        #expect(router.run(":global myVar; :put \"x$myVar\"") == "x3")
        #expect(router.run("{ :local a 3; { :global b 4 }; :put ($a . $b) }") == "3")
        #expect(router.run("{ :local a 3; { :global b 4 }; :global b; :put ($a+$b) }") == "7")
        #expect(router.run(":global myVar; :set myVar; :put [:typeof $myVar]") == "nothing")
    }

    @Test func `an argument hides the global variable of its name`() {
        var router = Transcript()
        let source = """
            :global my2 "123"
            :global myFunc do={ :global my2; :put $my2; :set my2 "lala"; :put $my2 }
            $myFunc my2=1234
            :put "global value $my2"
            """
        #expect(router.run(source) == "1234\nlala\nglobal value 123")
    }

    @Test func `variables of one user are not those of another`() {
        var router = Transcript()
        _ = router.run(":global secret 1")
        router.account.name = "other"
        #expect(router.run(":global secret; :put [:typeof $secret]") == "nothing")
    }

    @Test func `a script that would never end is stopped`() {
        var router = Transcript()
        #expect(router.run(":while (true) do={}").hasPrefix("! failure: script stopped, more than"))
        #expect(
            router.run(":do { :while (true) do={} } on-error={ :put survived }").hasPrefix("! failure: script stopped")
        )
        #expect(
            router.run(":global f do={ :global f; $f }; $f").hasPrefix("! failure: script stopped, more than 64 calls")
        )
        #expect(
            router.run(":local s \"aaaaaaaaaaaaaaaa\"; :while (true) do={ :set s ($s . $s) }").contains(
                "a value of more than"
            )
        )
        #expect(
            router.run(":while (true) do={ :put \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" }")
                .contains("of output")
        )
    }
}
