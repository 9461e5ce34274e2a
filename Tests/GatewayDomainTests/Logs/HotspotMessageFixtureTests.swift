import Foundation
import GatewayDomain
import Testing

/// Every recorded hotspot message becomes what stands beside it.
@Suite struct HotspotMessageFixtureTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let message: String
        let expected: String

        var testDescription: String { message }
    }

    static let cases: [Case] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
                "fixtures/logs/messages.txt"
            )
        // Without the file there are no cases, which the first test notices.
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let parts = line.split(separator: "\t", maxSplits: 1)
            return parts.count == 2 ? Case(message: String(parts[0]), expected: String(parts[1])) : nil
        }
    }()

    @Test func `there are messages`() {
        #expect(Self.cases.count >= 30)
    }

    @Test(arguments: cases) func `a recorded message becomes what is known of it`(item: Case) {
        #expect(Self.text(HotspotLogLine(item.message)) == item.expected.split(separator: " ").joined(separator: " "))
    }

    private static func text(_ line: HotspotLogLine?) -> String {
        guard let line else { return "nothing" }
        let (event, text) =
            switch line.event {
            case .trying(let method): ("trying", method)
            case .loggedIn: ("in", "")
            case .loginFailed(let reason): ("failed", reason)
            case .loggedOut(let reason): ("out", reason)
            }
        let parts = [line.prefix ?? "", line.user, line.address, event, text]
        return parts.joined(separator: " | ").split(separator: " ").joined(separator: " ")
    }
}
