import HTTPTypes

/// What an error code means: the status that it is sent with, and its page.
struct ErrorDescription: Sendable {
    /// The status of every answer with this code.
    let status: HTTPResponse.Status
    /// What happened, as the title of the page.
    let title: String
    /// What that means, in a few sentences.
    let meaning: String
    /// What to do about it.
    let remedy: String

    /// The broad category that `type` names.
    var type: String {
        switch status.code {
        case 401: "authentication_error"
        case 403: "permission_error"
        case 429: "rate_limit_error"
        case 500...: "api_error"
        default: "invalid_request_error"
        }
    }
}
