import HTTPTypes

extension ErrorCode {
    /// What the codes mean that are about the matter of a request, or about the gateway.
    var aboutTheMatter: ErrorDescription {
        switch self {
        case .resourceMissing:
            ErrorDescription(
                status: .notFound,
                title: "There is no such thing",
                meaning: "Nothing has this id here: it never was, was deleted, or belongs to something else.",
                remedy: "Check the id and what it belongs to; list what there is."
            )
        case .routeUnknown:
            ErrorDescription(
                status: .notFound,
                title: "There is no such address",
                meaning: "No operation has this path.",
                remedy: "Compare it with the document at /openapi.yaml, or its readable form at /docs."
            )
        case .methodNotAllowed:
            ErrorDescription(
                status: .methodNotAllowed,
                title: "The method does not fit the address",
                meaning: "The path exists, but has no operation with this method.",
                remedy: "Use one of the methods that the Allow header names."
            )
        case .conflict:
            ErrorDescription(
                status: .conflict,
                title: "This contradicts what is there",
                meaning: "The change does not go together with what the gateway holds; the message says with what.",
                remedy: "Look at what is there, and change that first. Nothing was changed."
            )
        case .planStale:
            ErrorDescription(
                status: .conflict,
                title: "The plan is stale",
                meaning: "What would be done now is not what the plan showed: something changed since.",
                remedy: "Look at the new plan, and confirm it. Nothing was changed where the old one does not fit."
            )
        case .siteWithoutDevices:
            ErrorDescription(
                status: .conflict,
                title: "The site has no devices",
                meaning: "There is no router at this site that could be planned or pushed.",
                remedy: "Add a device to the site first."
            )
        case .eventUnknown:
            ErrorDescription(
                status: .gone,
                title: "The event is not kept any more",
                meaning: "The event of Last-Event-ID never was, or is older than the 30 days that events are kept.",
                remedy: "Read what there is from the API, and follow the stream anew, without Last-Event-ID."
            )
        case .idempotencyMismatch:
            ErrorDescription(
                status: .conflict,
                title: "The Idempotency-Key was used for something else",
                meaning: "A request with this key was carried out before, and it was not the same request.",
                remedy: "Draw a new key for each new request; repeat a key only with the very same request."
            )
        case .idempotencyUnanswered:
            ErrorDescription(
                status: .conflict,
                title: "The first request was carried out, but its answer is gone",
                meaning: "The gateway stopped between carrying out the first request with this key and answering it.",
                remedy: "Do not send it again: list what it made."
            )
        case .idempotencyRunning:
            ErrorDescription(
                status: .conflict,
                title: "A request with this Idempotency-Key is under way",
                meaning: "The first request with this key is still being carried out, longer than this one could wait.",
                remedy: "Send it again after as many seconds as the Retry-After header says; nothing is done twice."
            )
        case .unavailable:
            ErrorDescription(
                status: .serviceUnavailable,
                title: "The gateway cannot do this right now",
                meaning: "Its database does not answer in time, or as many streams of events are open as there may be.",
                remedy: "Send the request again after as many seconds as the Retry-After header says."
            )
        default:
            ErrorDescription(
                status: .internalServerError,
                title: "Something went wrong here",
                meaning: "This is the gateway's own fault; its log has details under the id in the message.",
                remedy: "Send the request again, safely with an Idempotency-Key. If it stays, report the id."
            )
        }
    }
}
