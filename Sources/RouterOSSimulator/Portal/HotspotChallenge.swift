import Crypto

/// What a router gives to the login page so that the password does not travel in clear: the page answers with the MD5 of
/// the id, the password and the challenge (manual, HotSpot customisation page).
struct HotspotChallenge: Sendable, Hashable {
    /// After this long it is of no use any more (the comments of a router's own `errors.txt`).
    static let lifetime = Duration.seconds(3600)

    let id: UInt8
    let challenge: [UInt8]
    let madeAt: Duration

    init(now: Duration, using generator: inout some RandomNumberGenerator) {
        self.id = UInt8.random(in: 0...255, using: &generator)
        self.challenge = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        self.madeAt = now
    }

    /// Bytes as the string of a script: `\371`, each with three octal digits (the manual's example).
    static func escaped(_ bytes: [UInt8]) -> String {
        bytes.map { "\\" + String(Int($0) + 512, radix: 8).dropFirst() }.joined()
    }

    /// Whether an answer in hexadecimal digits is the one for a password.
    func isAnswered(by answer: WordBytes, password: WordBytes) -> Bool {
        let digest = Insecure.MD5.hash(data: [self.id] + password.bytes + self.challenge)
        let hex = digest.map { String(Int($0) + 256, radix: 16).dropFirst() }.joined()
        return answer.text.lowercased() == hex
    }
}

/// An answer to a challenge, in place of a password.
struct HotspotProof: Sendable {
    let challenge: HotspotChallenge
    let answer: WordBytes
}
