import Testing

@testable import RouterOSSimulator

/// Values, operators and conversions.
///
/// Without another source: the manual's Scripting page (August 2026).
@Suite struct ScriptValueTests {
    private static let types: [(String, String)] = [
        ("4", "num"), ("0x1F", "num"), ("-7", "num"), ("true", "bool"), ("no", "bool"), ("\"4\"", "str"),
        ("abc", "str"), ("10.1.2.3", "ip"), ("10.0.0.0/8", "ip-prefix"), ("*1F", "id"), ("1d2h", "time"),
        ("10:00", "time"), ("{1;2}", "array"), ("[:parse \":put x\"]", "code"), ("[:nothing]", "nothing"),
        ("[:find \"abc\" \"z\"]", "nil"), ("[:tonum \"23.8\"]", "nil"), ("[:tonum \"cow&chicken\"]", "nil"),
        ("$undeclared", "nothing"), ("1e5", "str"), ("2026-09-25", "str"), ("AA:BB:CC:00:00:01", "str"),
        ("[:toarray \"\"]", "array"), ("[:toarray \"1,2\"]", "array"), ("[/system/clock/get time]", "time"),
        ("[/system/clock/get date]", "str"), ("[/ip/hotspot/user/get admin disabled]", "bool"),
        ("[/ip/hotspot/user/get admin bytes-in]", "num"), ("[/ip/hotspot/user/get admin uptime]", "time"),
        ("[/ip/hotspot/user/get admin name]", "str"), ("[/ip/hotspot/user/find]", "array"),
        // Manual, tips and tricks: an address with a length is a text.
        ("[/ip/address/get [find] address]", "str"),
    ]

    @Test(arguments: Self.types)
    func `every form has its type`(source: String, type: String) {
        var router = Transcript()
        #expect(router.value("[:typeof \(source)]") == type)
    }

    private static let expressions: [(String, String)] = [
        ("(3+4)", "7"), ("(1-6)", "-5"), ("(4*5)", "20"), ("(10 / 2)", "5"), ("((10)/2)", "5"), ("(5 % 3)", "2"),
        ("(3<4)", "true"), ("(3>4)", "false"), ("(2=2)", "true"), ("(2!=2)", "false"), ("(2<=2)", "true"),
        ("(!true)", "false"), ("(true&&true)", "true"), ("(true||false)", "true"), ("(true and false)", "false"),
        ("(1.1.1.1/32 in 1.0.0.0/8)", "true"), ("(2.1.1.1 in 1.0.0.0/8)", "false"), ("(~0.0.0.0)", "255.255.255.255"),
        ("(192.168.88.0|0.0.0.255)", "192.168.88.255"), ("(1.1.1.1^255.255.0.0)", "254.254.1.1"),
        ("(192.168.88.77&255.255.255.0)", "192.168.88.0"), ("(192.168.88.77<<8)", "168.88.77.0"),
        ("(192.168.88.77>>24)", "0.0.0.192"), ("(\"concatenate\" . \" \" . \"string\")", "concatenate string"),
        ("({1;2;3} , 5 )", "1;2;3;5"), ("[ :len \"my test string\"; ]", "14"),
        ("( \"value is \" . (4+5))", "value is 9"),
        ("({a=1;b=2}->\"a\")", "1"), ("[:pick \"abcde\" 1 3]", "bc"), ("[:pick \"abcde\" 1]", "b"),
        ("[:find \"abc\" \"a\" -1]", "0"), ("[:find \"abc\" \"c\"]", "2"), ("[:find {5;6;7} 7]", "2"),
        ("[:range 2 8]", "2;3;4;5;6;7;8"), ("[:tonsec value=10:00]", "36000000000000"),
        // Manual, `:nothing`: a comparison with nothing is false.
        ("([:nothing] = 0)", "false"), ("([:nothing] > 0)", "false"), ("([:nothing] < 0)", "false"),
        // Manual, tips and tricks: a concatenation goes to each element.
        ("(\"value is: \" . {\"cccc\";\"ddddd\"})", "value is: cccc;value is: ddddd"),
        ("(\"value is: \" . [:tostr {\"cccc\";\"ddddd\"}])", "value is: cccc;ddddd"),
        ("({{\"11\";\"12\"};{\"21\";\"22\"}}->1->1)", "22"), ("[:len [:toarray \"a,b,c\"]]", "3"),
        ("[:tostr 200ms]", "00:00:00.200"), ("[:tostr 1w1d1h]", "1w1d01:00:00"), ("(1h + 30m)", "01:30:00"),
        ("(1d - 1h)", "23:00:00"), ("(2 * 1h)", "02:00:00"), ("[:tonum 1h]", "3600"), ("[:totime 90]", "00:01:30"),
        ("[:tonum \"00123\"]", "123"), ("[:tonum 0x1f]", "31"), ("[:tobool \"yes\"]", "true"), ("[:toid \"*A\"]", "*A"),
        ("(\"ether1\" ~ \"^ether[0-9]+\\$\")", "true"), ("(\"wlan1\" ~ \"^ether\")", "false"),
        // `+` is POSIX extended, a backreference is not asked for.
        ("(\"aab\" ~ \"^(a+|c)b\\$\")", "true"), ("[:convert transform=lc \"AAA\"]", "aaa"),
        ("[:convert 001 to=hex]", "31"), ("[:convert \"001\" to=hex]", "31"),
        ("[:convert \"001\" from=raw to=hex]", "303031"),
        ("[:find \"ababac\" \"abac\"]", "2"), ("[:find \"aXbX\" X 1]", "3"),
        ("[:typeof [:find \"ab\" \"abc\"]]", "nil"),
        ("[:convert \"a b/c\" to=url]", "a%20b%2Fc"), ("[:convert \"hi!\" to=base64]", "aGkh"),
        ("[:convert \"aGkh\" from=base64]", "hi!"), ("[:convert \"616263\" from=hex]", "abc"),
        ("[:toip \"10.1.2.3\"]", "10.1.2.3"), ("(10.0.0.1 + 5)", "10.0.0.6"),
        ("(9223372036854775807 + 1)", "-9223372036854775808"),
        ("[:tostr yes]", "true"), ("(true = yes)", "true"),
    ]

    @Test(arguments: Self.expressions)
    func `an expression has its value`(source: String, value: String) {
        var router = Transcript("7.22.3")
        #expect(router.value(source) == value)
    }

    private static let refused: [(String, String)] = [
        // Reported: a comparison of a number with a text can fail.
        ("(\"1\" < 2)", "! cannot apply < to str and num (line 1 column 11)"),
        ("(1 / 0)", "! division by zero (line 1 column 9)"),
        ("(1 + \"x\")", "! cannot apply + to num and str (line 1 column 9)"),
        ("(!5)", "! cannot apply ! to num (line 1 column 7)"),
        ("(\"a\" ~ \"(\")", "! invalid regular expression (line 1 column 11)"),
        ("[:pick \"abc\" x]", "! invalid value for argument begin (line 1 column 8)"),
    ]

    @Test(arguments: Self.refused)
    func `what does not fit together fails and says where`(source: String, message: String) {
        var router = Transcript()
        #expect(router.value(source) == message)
    }

    @Test func `a number is no text, and a text of digits no number`() {
        var router = Transcript()
        #expect(router.value("(\"123\" = 123)") == "false")
        #expect(router.value("([:tonum \"123\"] = 123)") == "true")
    }

    @Test func `elements with keys are sorted and stand behind the others`() {
        // Manual, Scripting page, operations with arrays.
        var router = Transcript()
        let source = ":foreach k,v in={2; \"aX\"=1; y=2; 5} do={:put (\"$k=$v\")}"
        #expect(router.run(source) == "0=2\n1=5\naX=1\ny=2")
        #expect(router.run(":foreach v in={2; \"aX\"=1; y=2; 5} do={:put (\"$v\")}") == "2\n5\n1\n2")
    }

    @Test func `elements are set by key, by place, and deep inside`() {
        // Manual, tips and tricks.
        var router = Transcript()
        #expect(router.run(":local a {x=1; y=2}; :set ($a->\"x\") 5; :put $a") == "x=5;y=2")
        #expect(router.run(":local t {\"el1\";\"el2\"}; :set ($t->1) \"new\"; :put ($t->1)") == "new")
        #expect(router.run(":local t {{1;2};{3;4}}; :set ($t->1->1) 9; :put ($t->1->1)") == "9")
        #expect(router.run(":local t [:toarray \"\"]; :set ($t->\"el0\") \"v\"; :put [:len $t]") == "1")
    }

    @Test func `the time is the router's own`() {
        var router = Transcript()
        router.now = .milliseconds(2500)
        // 1,790,370,605 at the start.
        #expect(router.value("[:tonum [:timestamp]]") == "1790370607")
        #expect(router.value("[:timestamp]") == "2960w1d21:10:07.500")
    }
}
