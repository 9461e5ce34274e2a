import GatewayDomain
import Testing

@Suite struct WebhookTargetTests {
    @Test(arguments: [
        ("https://portal.example/hooks/wifi?a=b%20c", "https://portal.example/hooks/wifi?a=b%20c"),
        ("HTTPS://Portal.Example", "https://portal.example/"),
        ("https://portal.example:443/x", "https://portal.example/x"),
        ("http://192.0.2.1:8080?x", "http://192.0.2.1:8080/?x"),
        ("https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443/"),
    ])
    func `an address has one form, which is read again as itself`(text: String, form: String) throws {
        let target = try WebhookTarget(text)
        #expect(target.description == form)
        #expect(try WebhookTarget(target.description) == target)
    }

    @Test(arguments: [
        "", "portal.example", "ftp://portal.example/", "https://", "https:///path", "https://user:pass@portal.example/",
        "https://portal.example@10.0.0.1/", "https://portal.example/#part", "https://portal.example\\@10.0.0.1/",
        "https://portal.example/a b", "https://portal.example/ü", "https://portal.example:0/",
        "https://portal.example:99999/",
        "https://portal.example:80a/", "https://portal.example/%zz", "https://127.1/", "https://010.0.0.1/",
        "https://1.2.3.256/",
        "https://[::1/", "https://[::1%25lo]/", "https://[10.0.0.1]/", "https://-a.example/",
        "https://portal.example/" + String(repeating: "a", count: 1000),
    ])
    func `what readers of URLs might understand differently is refused`(text: String) {
        #expect(throws: PortalValueError.self) { try WebhookTarget(text) }
    }

    @Test(arguments: [
        ("https://10.0.0.1/", "a private network"), ("https://localhost/", "this machine"),
        ("https://a.localhost/", "this machine"), ("https://169.254.169.254/", "link-local"),
        ("https://[::1]/", "this machine"), ("https://[::ffff:10.0.0.1]/", nil),
        ("https://[fd00::1]/", "a private network"),
        ("https://1.1.1.1/", nil), ("https://portal.example/", nil),
    ])
    func `an address that names its own network says so`(text: String, objection: String?) throws {
        guard let target = try? WebhookTarget(text) else {
            // An IPv6 address that ends in an IPv4 one is refused as it stands.
            return #expect(text.contains("ffff:10"))
        }
        #expect(target.objection == objection)
    }

    @Test func `the longest address can be read again`() throws {
        let longest = "https://a.example/" + String(repeating: "b", count: WebhookTarget.bytesMaximum - 18)
        #expect(try WebhookTarget(try WebhookTarget(longest).description).description == longest)
        // It gets a slash before its query, and would be too long with it.
        let query = "https://a.example?" + String(repeating: "b", count: WebhookTarget.bytesMaximum - 18)
        #expect(throws: PortalValueError.tooLong(.url, bytesMaximum: WebhookTarget.bytesMaximum)) {
            try WebhookTarget(query)
        }
    }

    @Test func `a name without a dot is none of the Internet`() throws {
        #expect(try WebhookTarget("https://portal/").objection != nil)
    }
}
