import HTTPTypes

/// Tells people what error codes mean.
enum ErrorPages {
    /// The page of all codes.
    @Sendable static func list(_: APIRequest) async throws -> APIResponse {
        let groups = Dictionary(grouping: ErrorCode.allCases) { $0.description.status.code }
        let shown = groups.sorted { $0.key < $1.key }.map { status, codes in
            Group(
                status: status,
                phrase: codes[0].description.status.reasonPhrase,
                codes: codes.map { Code(code: $0.rawValue, title: $0.description.title) }
            )
        }
        return try PageTemplates.ready().page("errors", ["groups": shown])
    }

    /// The page of one code.
    @Sendable static func page(_ request: APIRequest) async throws -> APIResponse {
        let text = request.parameters["code"] ?? ""
        guard let code = ErrorCode(rawValue: text) else { throw APIError.notFound("error code", text) }
        let description = code.description
        return try PageTemplates.ready().page(
            "error",
            [
                "code": code.rawValue, "title": description.title, "type": description.type,
                "status": String(description.status.code), "meaning": description.meaning, "remedy": description.remedy,
            ]
        )
    }

    /// The codes of one status, as the template has them.
    private struct Group {
        let status: Int
        let phrase: String
        let codes: [Code]
    }

    private struct Code {
        let code: String
        let title: String
    }
}
