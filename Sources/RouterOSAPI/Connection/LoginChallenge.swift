import Crypto

/// The answer to the login challenge of routers older than 6.43.
enum LoginChallenge {
    /// `00` and the MD5, in hexadecimal, of a zero byte, the password and the challenge.
    ///
    /// - Returns: nil when the challenge is not hexadecimal; a router's has 32 digits.
    static func answer(password: String, challenge: String) -> String? {
        let digits = Array(challenge.utf8)
        guard !digits.isEmpty, digits.count % 2 == 0, digits.count <= 128 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard
                let high = ASCII.hexadecimalValue(digits[index]),
                let low = ASCII.hexadecimalValue(digits[index + 1])
            else { return nil }
            bytes.append(high << 4 | low)
        }
        var hash = Insecure.MD5()
        hash.update(data: [0])
        hash.update(data: Array(password.utf8))
        hash.update(data: bytes)
        return "00" + hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
