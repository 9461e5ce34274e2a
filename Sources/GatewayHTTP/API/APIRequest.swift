import GatewayDomain
import GatewayStore
import HTTPTypes
import NIOCore

/// A request whose caller is known and whose body is there.
struct APIRequest: Sendable {
    /// The operation that was asked for.
    let operation: String
    /// What stands in the path for its parameters, by name.
    let parameters: [String: String]
    /// The query.
    let query: QueryFields
    /// The header.
    let headers: HTTPFields
    /// The body, or nothing.
    let body: ByteBuffer
    /// The body as it arrives; nil unless the operation asks for it.
    let stream: BodyStream?
    /// Who calls.
    let caller: Caller
    /// From where: an IP address.
    let address: String
    /// The store, acting for the caller.
    let store: Store
    /// What operations work with.
    let services: APIServices
    /// The time of the request.
    let now: Timestamp

    /// An id in the path; `kind` says of what, for the error.
    ///
    /// What is no UUID cannot be the id of anything, and is as unknown as any other.
    func id<Entity>(
        _ name: String,
        kind: String,
        of _: Entity.Type = Entity.self
    ) throws(APIError) -> Identifier<Entity> {
        let text = parameters[name] ?? ""
        guard UUIDText.isValid(text) else { throw .notFound(kind, text) }
        return Identifier(text)
    }

    /// The body as an object whose unknown members are passed over: clients of the portal's API send back what they read.
    func fields() throws(APIError) -> JSONFields {
        guard body.readableBytes > 0 else {
            throw APIError(.bodyMissing, "This operation takes a JSON object as its body, and none was sent.")
        }
        let value: JSON
        do throws(JSONError) {
            value = try JSON(reading: body.readableBytesView)
        } catch {
            throw APIError(
                .bodyInvalid,
                error == .tooDeep
                    ? "The body has arrays and objects in each other deeper than \(JSON.depthMaximum)."
                    : "The body is not JSON in UTF-8."
            )
        }
        guard case .object(let members) = value else { throw APIError(.bodyInvalid, "The body is not a JSON object.") }
        return JSONFields(members, path: "")
    }

    /// The body as an object that may have these members and no others; nil where none was sent.
    func optionalFields(known: Set<String>) throws(APIError) -> JSONFields? {
        body.readableBytes > 0 ? try fields(known: known) : nil
    }

    /// The body as an object that may have these members and no others.
    func fields(known: Set<String>) throws(APIError) -> JSONFields {
        let fields = try fields()
        try fields.refuseUnknown(known: known)
        return fields
    }
}
