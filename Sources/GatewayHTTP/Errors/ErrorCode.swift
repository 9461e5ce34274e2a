/// Which error an answer is about: short, stable, unique; programs may rely on it.
///
/// Each has a page of its own, which `doc_url` leads to.
enum ErrorCode: String, Hashable, Sendable, CaseIterable {
    // What was sent.
    case requestMalformed = "request_malformed"
    case headerTooLarge = "header_too_large"
    case parameterMissing = "parameter_missing"
    case parameterInvalid = "parameter_invalid"
    case parameterUnknown = "parameter_unknown"
    case bodyMissing = "body_missing"
    case bodyInvalid = "body_invalid"
    case bodyTooLarge = "body_too_large"
    case bodyTooSlow = "body_too_slow"
    case couponCodesUnusable = "coupon_codes_unusable"
    case quantityExceeded = "quantity_exceeded"

    // Who sent it.
    case credentialsMissing = "credentials_missing"
    case credentialsInvalid = "credentials_invalid"
    case tokenInvalid = "token_invalid"
    case tokenExpired = "token_expired"
    case tokenRevoked = "token_revoked"
    case scopeMissing = "scope_missing"
    case clientMismatch = "client_mismatch"
    case linkInvalid = "link_invalid"
    case linkExpired = "link_expired"
    case rateLimited = "rate_limited"

    // What it is about.
    case resourceMissing = "resource_missing"
    case routeUnknown = "route_unknown"
    case methodNotAllowed = "method_not_allowed"
    case conflict
    case planStale = "plan_stale"
    case siteWithoutDevices = "site_without_devices"
    case eventUnknown = "event_unknown"
    case idempotencyMismatch = "idempotency_mismatch"
    case idempotencyUnanswered = "idempotency_unanswered"
    case idempotencyRunning = "idempotency_running"

    // What went wrong here.
    case internalError = "internal_error"
    case unavailable
}
