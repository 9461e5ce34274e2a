import GatewayDomain
import GatewayStore
import HTTPTypes
import Hummingbird
import NIOCore

/// Lists which codes were redeemed at a site: a page of them, or all as a file.
enum ListRedemptions {
    private static let json = "application/json"
    private static let csv = "text/csv"
    private static let jsonLines = "application/x-ndjson"

    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let selection = RedemptionSelection(
            site: site.id,
            since: try request.query.optionalTime("since"),
            until: try request.query.optionalTime("until")
        )
        switch AcceptHeader(request.headers).preferred(json, csv, jsonLines) {
        case csv:
            return file(request, selection, .csv, "\(csv); charset=utf-8; header=present")
        case jsonLines:
            return file(request, selection, .jsonLines, jsonLines)
        default:
            return try await page(request, selection, at: "\(SiteOperations.path(of: site.id))/redemptions")
        }
    }

    private static func page(
        _ request: APIRequest,
        _ selection: RedemptionSelection,
        at path: String
    ) async throws -> APIResponse {
        let paging = try Paging<TimeCursor>(request)
        let records = try await request.store.redemptions(selection, after: paging.cursor, limit: paging.fetched)
        let page = records.prefix(paging.limit)
        var headers = HTTPFields()
        if records.count > page.count, let last = page.last {
            let kept = [("since", selection.since), ("until", selection.until)].compactMap { name, time in
                time.map { (name, $0.description) }
            }
            headers = paging.link(to: path, after: TimeCursor(after: last), keeping: kept)
        }
        headers[.vary] = "Accept"
        return .json(.list(page) { RedemptionView(record: $0).json }, headers: headers)
    }

    private static func file(
        _ request: APIRequest,
        _ selection: RedemptionSelection,
        _ format: RedemptionExport.Format,
        _ contentType: String
    ) -> APIResponse {
        var headers = HTTPFields()
        headers[.vary] = "Accept"
        headers[.contentDisposition] = "attachment; filename=\"redemptions.\(format.rawValue)\""
        let export = RedemptionExport(of: request.store, selection, as: format)
        return .streamed(contentType: contentType, headers: headers) { writer in
            _ = try await export.write { try await writer.write(ByteBuffer(string: $0)) }
        }
    }
}
