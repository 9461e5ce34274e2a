import Crypto
import GatewayDomain

extension PlanDigest {
    /// The digest of a plan: SHA-256 of its canonical form, in hexadecimal.
    init(of plan: Plan) {
        let bytes = SHA256.hash(data: plan.canonicalForm)
        self.init(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }
}
