import HTTPTypes

extension ErrorCode {
    /// What the code means.
    var description: ErrorDescription {
        switch self {
        case .requestMalformed, .headerTooLarge:
            aboutTheHeader
        case .parameterMissing, .parameterInvalid, .parameterUnknown, .bodyMissing, .bodyInvalid, .bodyTooLarge,
            .bodyTooSlow, .couponCodesUnusable, .quantityExceeded:
            aboutWhatWasSent
        case .credentialsMissing, .credentialsInvalid, .tokenInvalid, .tokenExpired, .tokenRevoked, .scopeMissing,
            .clientMismatch, .linkInvalid, .linkExpired, .rateLimited:
            aboutWhoSentIt
        case .resourceMissing, .routeUnknown, .methodNotAllowed, .conflict, .planStale, .siteWithoutDevices,
            .eventUnknown, .idempotencyMismatch, .idempotencyUnanswered, .idempotencyRunning, .internalError,
            .unavailable:
            aboutTheMatter
        }
    }

    private var aboutTheHeader: ErrorDescription {
        switch self {
        case .headerTooLarge:
            ErrorDescription(
                status: .requestHeaderFieldsTooLarge,
                title: "The header is too large",
                meaning: "The header fields of the request have more bytes, or are more, than this gateway takes.",
                remedy: "Leave out fields that nobody needs, cookies first. Nothing was changed."
            )
        default:
            ErrorDescription(
                status: .badRequest,
                title: "The request cannot be read",
                meaning: "What arrived is not a request of HTTP/1.1, or was cut short on its way.",
                remedy: "Check what made it, and what lies in between. Nothing was changed."
            )
        }
    }

    private var aboutWhatWasSent: ErrorDescription {
        switch self {
        case .parameterMissing:
            ErrorDescription(
                status: .badRequest,
                title: "A parameter is missing",
                meaning: "A field of the body, or a parameter of the query, that this operation needs was not given.",
                remedy: "The message names it: give it and send the request again. Nothing was changed."
            )
        case .parameterInvalid:
            ErrorDescription(
                status: .badRequest,
                title: "A parameter cannot be taken",
                meaning: "A value has the wrong type, lies outside of its bounds, or contradicts another one.",
                remedy: "The message names the field and what is expected. Nothing was changed."
            )
        case .parameterUnknown:
            ErrorDescription(
                status: .badRequest,
                title: "A parameter is unknown",
                meaning: "The body holds a field that this operation does not know: probably a spelling mistake.",
                remedy: "The message names it: correct it, or leave it out. Nothing was changed."
            )
        case .bodyMissing:
            ErrorDescription(
                status: .badRequest,
                title: "The body is missing",
                meaning: "This operation takes a JSON object as its body, and none was sent.",
                remedy: "Send one, with Content-Type: application/json."
            )
        case .bodyInvalid:
            ErrorDescription(
                status: .badRequest,
                title: "The body cannot be read",
                meaning: "The body is not a JSON object in UTF-8, lies too deep, or was cut short on its way.",
                remedy: "Check how it is made. Nothing was changed."
            )
        case .bodyTooLarge:
            ErrorDescription(
                status: .contentTooLarge,
                title: "The body is too large",
                meaning: "The body has more bytes than this gateway takes; the message names the bound.",
                remedy: "Split what is asked for over several requests."
            )
        case .bodyTooSlow:
            ErrorDescription(
                status: .requestTimeout,
                title: "The body took too long",
                meaning: "The body did not arrive within the time that the message names.",
                remedy: "Send the request again, over a better connection."
            )
        case .couponCodesUnusable:
            ErrorDescription(
                status: .badRequest,
                title: "Coupon codes cannot be used",
                meaning: "Some codes are taken, occur twice, or have not the form that the template asks for.",
                remedy: "The message names each of them and why: replace them. None of the codes was taken."
            )
        default:
            ErrorDescription(
                status: .badRequest,
                title: "The template's maximum is exceeded",
                meaning: "With this request a template would have made more codes than its maximum.",
                remedy: "Ask for as many as the message says are left, or raise the template's maximum."
            )
        }
    }
}
