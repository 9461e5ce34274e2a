import Foundation
import GatewayDomain

@testable import GatewaySync

/// A recorded file, and what its lines must become.
struct LogFixture: CustomStringConvertible, Sendable {
    static let site = Site.ID("5a1e0000-0000-4000-8000-000000000001")
    static let device = Device.ID("de71ce00-0000-4000-8000-000000000001")

    let name: String
    let bytes: [UInt8]
    /// One for each line that is not passed over, as `number what …`.
    let expected: [String]
    let now: Timestamp
    let options: ImportOptions
    let format: ImportFormat?

    var description: String { name }

    static let all: [LogFixture] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("fixtures/logs")
        // Without the folder there are no cases, which a test notices.
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { ["log", "csv", "jsonl"].contains($0.pathExtension) }
            .sorted { $0.path < $1.path }.compactMap(LogFixture.init)
    }()

    init?(_ file: URL) {
        let expectation = file.deletingPathExtension().appendingPathExtension("expected")
        guard let text = try? String(contentsOf: file, encoding: .utf8),
            let wanted = try? String(contentsOf: expectation, encoding: .utf8)
        else { return nil }
        name = file.lastPathComponent
        bytes = Array(
            text.replacing("SITE", with: Self.site.rawValue).replacing("DEVICE", with: Self.device.rawValue).utf8
        )
        let lines = wanted.split(separator: "\n")
        let words = lines.first?.split(separator: " ").map(String.init) ?? []
        func word(after name: String) -> String {
            words.firstIndex(of: name).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil } ?? ""
        }
        guard let now = Timestamp(rfc3339: word(after: "now")) else { return nil }
        self.now = now
        var options = ImportOptions()
        options.timeZone = word(after: "zone")
        self.options = options
        format = ImportFormat(rawValue: word(after: "format"))
        expected = lines.dropFirst().map(String.init)
    }
}

extension ImportReader {
    /// What a file says, whose bytes come in pieces.
    static func read(_ bytes: [UInt8], pieces: [Int], _ options: ImportOptions, now: Timestamp) throws -> Reading {
        var reader = try ImportReader(options, now: now)
        var lines: [ImportedLine] = []
        var rest = bytes[...]
        var sizes = pieces.makeIterator()
        while !rest.isEmpty {
            let size = max(1, sizes.next() ?? rest.count)
            reader.feed(rest.prefix(size))
            rest = rest.dropFirst(size)
            while let found = try reader.next() { lines += found }
        }
        lines += try reader.finish()
        return Reading(lines: lines, format: reader.format)
    }

    struct Reading {
        let lines: [ImportedLine]
        let format: ImportFormat?
    }
}

extension ImportedLine {
    /// The line as `.expected` files write it; nil when it is passed over.
    var text: String? {
        let words: [String?]
        switch content {
        case .passedOver: return nil
        case .unreadable(let reason): words = ["unreadable", reason]
        case .login(let login):
            words = [
                login.event.rawValue, login.users.joined(separator: "/"), login.at?.description ?? "impossible",
                login.address, login.endCause, login.macAddress,
            ]
        }
        var texts = words.map { $0.map { $0.replacing(" ", with: "_") } ?? "-" }
        while texts.last == "-" { texts.removeLast() }
        return ([String(number)] + texts).joined(separator: " ")
    }
}
