import HTTPTypes

extension ErrorCode {
    /// What the codes mean that are about who sent a request.
    var aboutWhoSentIt: ErrorDescription {
        switch self {
        case .credentialsMissing:
            ErrorDescription(
                status: .unauthorized,
                title: "Credentials are missing",
                meaning: "The request has no Authorization header of the kind that this operation asks for.",
                remedy: "Send one: a bearer token, or Basic with a client's id and secret where the operation says so."
            )
        case .credentialsInvalid:
            ErrorDescription(
                status: .unauthorized,
                title: "The client's id or secret is wrong",
                meaning: "There is no client with this id and secret, or it was revoked.",
                remedy: "Check both; whoever runs the gateway makes new ones with: gardengate client create"
            )
        case .tokenInvalid:
            ErrorDescription(
                status: .unauthorized,
                title: "The token is not valid",
                meaning: "The token was not made by this gateway, or was changed on its way.",
                remedy: "Check it; whoever runs the gateway makes a new one with: gardengate token create"
            )
        case .tokenExpired:
            ErrorDescription(
                status: .unauthorized,
                title: "The token has expired",
                meaning: "The token was made for a limited time, which is over.",
                remedy: "Ask for a new one; it is made with: gardengate token create"
            )
        case .tokenRevoked:
            ErrorDescription(
                status: .unauthorized,
                title: "The token was revoked",
                meaning:
                    "Somebody who runs the gateway took this token back, or replaced a device's token by a new one.",
                remedy: "Ask for a new one; it is made with: gardengate token create, or gardengate device token rotate"
            )
        case .scopeMissing:
            ErrorDescription(
                status: .forbidden,
                title: "The token may not do this",
                meaning: "The token is valid, but was made without the scope that this operation needs.",
                remedy: "Use a token with the scope that the message names."
            )
        case .clientMismatch:
            ErrorDescription(
                status: .forbidden,
                title: "The client is another one",
                meaning: "The clientId of the body is not the client that the credentials belong to.",
                remedy: "Send the id that the Basic credentials begin with."
            )
        case .linkInvalid:
            ErrorDescription(
                status: .forbidden,
                title: "The link is not valid",
                meaning: "The link was changed or cut short, was made by another gateway, or its schedule was deleted.",
                remedy: "Open it as it was given, complete and unchanged, or ask for a new one."
            )
        case .linkExpired:
            ErrorDescription(
                status: .forbidden,
                title: "The link has expired",
                meaning: "Links to coupons are valid for 24 hours.",
                remedy: "Ask for a new one."
            )
        default:
            ErrorDescription(
                status: .tooManyRequests,
                title: "Too many requests",
                meaning:
                    "This address sent wrong credentials, or opened public links, too often; or this device reported too much.",
                remedy: "Wait as many seconds as the Retry-After header says."
            )
        }
    }
}
