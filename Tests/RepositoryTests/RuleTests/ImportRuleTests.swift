import Testing

@Suite struct ImportRuleTests {
    private func messages(_ path: String, _ text: String) -> [String] {
        ImportRule().violations(in: SourceFile(path: path, text: text)).map(\.description)
    }

    @Test(arguments: [
        "import NIOCore", "public import GatewayStore", "@testable import RouterOSAPI", "import struct GRDB.Row",
        "    internal import Crypto", "import Glibc",
    ])
    func `the domain that imports the outside world fails`(line: String) {
        #expect(messages("Sources/GatewayDomain/Planner.swift", "\n\(line)\n").count == 1)
    }

    @Test func `the violation names module, line and import`() {
        #expect(
            messages("Sources/RouterOSAPI/Word.swift", "import NIOCore\nimport GatewayDomain\n")
                == ["Sources/RouterOSAPI/Word.swift:2: RouterOSAPI may not import GatewayDomain"]
        )
    }

    @Test func `a module that is not in the table fails`() {
        #expect(messages("Sources/Helpers/A.swift", "").count == 1)
    }

    @Test func `an allowed import, a comment and a string pass`() {
        let text = "import Foundation\n// import NIOCore\nlet a = \"import GRDB\"\n"
        #expect(messages("Sources/GatewayDomain/A.swift", text).isEmpty)
    }

    @Test func `a test may import anything but XCTest`() {
        #expect(messages("Tests/GatewayDomainTests/A.swift", "import NIOCore\n").isEmpty)
        #expect(messages("Tests/GatewayDomainTests/A.swift", "import XCTest\n").count == 1)
    }
}
