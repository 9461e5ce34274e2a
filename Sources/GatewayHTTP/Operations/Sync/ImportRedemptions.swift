import GatewayDomain
import GatewayStore
import GatewaySync
import HTTPTypes
import Hummingbird
import NIOCore

/// Imports a log or an export that the body holds, while it arrives.
enum ImportRedemptions {
    private static let json = "application/json"
    private static let jsonLines = "application/x-ndjson"
    /// So much is kept of an answer that has a line for each line: some two million of them.
    private static let longAnswerMaximum: Int64 = 256 << 20

    private enum Truth: String, CaseIterable {
        case yes = "true"
        case no = "false"
    }

    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        guard let stream = request.stream else { throw APIError(.bodyMissing, "This takes a file as its body.") }
        let site = try await request.site()
        var options = ImportOptions()
        options.format = try request.query.optionalChoice("format")
        options.timeZone = try request.query.optionalString("timezone") ?? options.timeZone
        options.year = try request.query.optionalInteger("year", in: ImportOptions.yearBounds)
        options.isDryRun = try request.query.optionalChoice("dry_run", of: Truth.self) == .yes
        try refuseUnknownEncoding(request.headers)
        let device = try await device(request, at: site)
        do {
            let run = try await RedemptionImport(
                into: request.store,
                at: site,
                device: device,
                options: options,
                now: request.services.now
            )
            return try await request.services.uploads.reading {
                AcceptHeader(request.headers).preferred(json, jsonLines) == json
                    ? try await answer(run, stream) : try await longAnswer(run, stream)
            }
        } catch let error as ImportError {
            throw apiError(error)
        }
    }

    private static func answer(_ run: RedemptionImport, _ stream: BodyStream) async throws -> APIResponse {
        let summary = try await run.run(stream)
        return .json(ImportView(summary: summary).json, headers: [.vary: "Accept"])
    }

    /// A line for each line, and the counts at the end.
    private static func longAnswer(_ run: RedemptionImport, _ stream: BodyStream) async throws -> APIResponse {
        let spool = try AnswerSpool(bytesMaximum: longAnswerMaximum)
        let summary = try await run.run(stream, listener: { try await spool.add(ImportedLineView(line: $0).json) })
        let counts = JSON.Member(name: "lines_left_out", value: .number(await spool.leftOut))
        let end = JSON.object(ImportView(summary: summary).members + [counts])
        return .streamed(contentType: jsonLines, headers: [.vary: "Accept"]) { writer in
            while let piece = try await spool.next() { try await writer.write(piece) }
            try await writer.write(ByteBuffer(bytes: end.bytes + [UInt8(ascii: "\n")]))
        }
    }

    private static func device(_ request: APIRequest, at site: Site) async throws -> Device? {
        guard let id = try request.query.optionalString("device_id") else { return nil }
        return try await request.store.device(Device.ID(id.lowercased()), at: site.id)
    }

    /// Whether a body is packed with gzip is seen by itself; of any other encoding nothing could be read.
    private static func refuseUnknownEncoding(_ headers: HTTPFields) throws(APIError) {
        let encoding = headers[.contentEncoding]?.lowercased() ?? "identity"
        guard ["identity", "gzip", "x-gzip"].contains(encoding) else {
            throw APIError(.bodyInvalid, "The body's Content-Encoding is not known here; send it plain or with gzip.")
        }
    }

    private static func apiError(_ error: ImportError) -> APIError {
        switch error {
        case .noDevice: APIError(.siteWithoutDevices, "The import cannot begin: \(error).")
        case .severalDevices: APIError(.parameterMissing, "The 'device_id' parameter is required here: \(error).")
        default: APIError(.bodyInvalid, "The body cannot be imported: \(error).")
        }
    }
}
