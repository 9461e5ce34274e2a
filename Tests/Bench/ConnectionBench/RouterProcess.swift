import Foundation
import RouterOSAPI

/// A simulated router in a process of its own, which ends with this one.
final class RouterProcess {
    let port: Int
    let fingerprint: CertificateFingerprint
    private let process = Process()
    private let input = Pipe()

    struct Silent: Error, CustomStringConvertible {
        let description = "the simulated router did not start"
    }

    init() throws {
        let output = Pipe()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["router"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Silent() }
            line += more
        }
        let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let port = Int(words[0]), let fingerprint = CertificateFingerprint(String(words[1]))
        else {
            throw Silent()
        }
        self.port = port
        self.fingerprint = fingerprint
    }

    func end() {
        input.fileHandleForWriting.closeFile()
        process.waitUntilExit()
    }
}
