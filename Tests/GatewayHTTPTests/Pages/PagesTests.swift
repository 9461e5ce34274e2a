import Crypto
import Foundation
import HTTPTypes
import Testing
import Yams

@testable import GatewayHTTP

@Suite struct PagesTests {
    @Test(.timeLimit(.minutes(15))) func `the document is served as it is, to everybody`() async throws {
        try await APIWorld.serving { world in
            let answer = try await world.call(.get, "/openapi.yaml", authorization: "")
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "application/yaml")
            let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources")
            let file = sources.appending(path: "GatewayHTTP/OpenAPI/openapi.yaml")
            #expect(try Data(answer.text.utf8) == Data(contentsOf: file))
        }
    }

    @Test(.timeLimit(.minutes(15))) func `the page names each operation and schema of the document, once`() async throws
    {
        try await APIWorld.serving { world in
            let page = try await world.call(.get, "/docs", authorization: "")
            #expect(page.status == 200)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            let document = try OpenAPIDocument.embedded()
            let schemas = document.members(of: document.root["components"]?["schemas"]).map { "schema-\($0.name)" }
            let ids = Self.values(of: "id", in: page.text)
            for anchor in document.operations.map(\.id) + schemas {
                #expect(ids.count { $0 == anchor } == 1, "\(anchor)")
            }
            for operation in document.operations {
                #expect(page.text.contains("<code>\(operation.path)</code>"), "\(operation.path)")
            }
        }
    }

    @Test(.timeLimit(.minutes(15)), arguments: ["/docs", "/errors", "/errors/parameter_missing"])
    func `a page leads nowhere in vain, and takes nothing from elsewhere`(path: String) async throws {
        try await APIWorld.serving { world in
            let page = try await world.call(.get, path, authorization: "")
            let ids = Set(Self.values(of: "id", in: page.text))
            let links = Self.values(of: "href", in: page.text)
            #expect(!links.isEmpty)
            for link in Set(links) {
                if link.hasPrefix("#") {
                    #expect(ids.contains(String(link.dropFirst())), "\(link)")
                } else {
                    #expect(try await world.call(.get, link, authorization: "").status == 200, "\(link)")
                }
            }
            for word in ["<script", "src=", "<link", "@import", "url(", "style=", "{{"] {
                #expect(!page.text.contains(word), "\(word)")
            }
        }
    }

    @Test(.timeLimit(.minutes(15))) func `a page allows its own style and nothing else`() async throws {
        try await APIWorld.serving { world in
            let page = try await world.call(.get, "/errors", authorization: "")
            let policy = try #require(page.headers[.contentSecurityPolicy])
            let style = try #require(page.text.firstMatch(of: /<style>((?s).*?)<\/style>/)?.output.1)
            let digest = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
            #expect(policy.contains("default-src 'none'"))
            #expect(policy.contains("style-src 'sha256-\(digest)'"))
            #expect(policy.contains("frame-ancestors 'none'"))
        }
    }

    @Test(.timeLimit(.minutes(15))) func `each error code has a page with its status and its remedy`() async throws {
        try await APIWorld.serving { world in
            let list = try await world.call(.get, "/errors", authorization: "").text
            for code in ErrorCode.allCases {
                #expect(list.contains("href=\"/errors/\(code.rawValue)\""), "\(code)")
                let page = try await world.call(.get, "/errors/\(code.rawValue)", authorization: "")
                #expect(page.status == 200, "\(code)")
                #expect(page.text.contains("<code>\(code.rawValue)</code>"))
                #expect(page.text.contains(String(code.description.status.code)))
            }
        }
    }

    @Test(.timeLimit(.minutes(15))) func `a code that is none has no page`() async throws {
        try await APIWorld.serving { world in
            let answer = try await world.call(.get, "/errors/%3Cscript%3E", authorization: "")
            #expect(answer.status == 404)
            #expect(answer.code == "resource_missing")
        }
    }

    @Test func `nothing of a description is taken for markup`() {
        let html = Prose.html("A `<b>` and **<i>** & \"more\"\nof it.\n\n- one\n  and a half\n- two")
        #expect(
            html == """
                <p>A <code>&lt;b&gt;</code> and <strong>&lt;i&gt;</strong> &amp; &quot;more&quot; of it.</p>
                <ul><li>one and a half</li><li>two</li></ul>
                """
        )
    }

    private static func values(of attribute: String, in html: String) -> [String] {
        html.matches(of: /\s([a-z]+)="([^"]*)"/).filter { $0.output.1 == attribute }.map {
            String($0.output.2).replacing("&amp;", with: "&")
        }
    }
}
