import GatewayDomain
import GatewayStore

extension APIError {
    /// What an error of the store means to who asked; nil when it is none of their business.
    init?(_ error: StoreError) {
        switch error {
        case .notFound(let kind, let reference):
            self = .notFound(kind.rawValue, reference)
        case .ambiguous, .conflict:
            self.init(.conflict, "\(error)")
        case .invalidValue(let error):
            self.init(error)
        case .invalidOrder, .invalid:
            self.init(.parameterInvalid, "\(error)")
        case .refusedByTemplate(let refusal):
            self.init(Self.code(of: refusal), "\(refusal)")
        case .unusablePlan(let problem):
            self.init(.planStale, "\(problem)")
        case .idempotencyMismatch:
            self.init(.idempotencyMismatch, "\(error)")
        case .idempotencyUnanswered:
            self.init(.idempotencyUnanswered, "\(error)")
        case .alreadyAnswered:
            // Whoever sends a key gets the kept answer, before an error is made of it.
            return nil
        case .unavailable, .damaged, .newerSchema, .keyMissing, .keyExposed, .keyMismatch, .keyInvalid, .leaseLost:
            return nil
        }
    }

    /// What a value that cannot be taken means to who gave it.
    init(_ error: PortalValueError) {
        if case .missing = error {
            self.init(.parameterMissing, "\(error)")
        } else {
            self.init(.parameterInvalid, "\(error)")
        }
    }

    private static func code(of refusal: TemplateError) -> ErrorCode {
        switch refusal {
        case .quantityOutOfBounds, .codeCountOutOfBounds: .parameterInvalid
        case .quantityExceeded: .quantityExceeded
        case .codesRefused: .couponCodesUnusable
        // Not the request is wrong, but what is there: the codes that were made, or the template as somebody has changed it.
        case .codesExhausted, .otherMode: .conflict
        }
    }
}
