import ArgumentParser
import GatewayDomain
import GatewayStore

/// A type of event as an argument.
enum EventTypeArgument {
    /// All of them, as a list for people.
    static let all = GatewayEvent.Kind.allCases.map(\.rawValue).joined(separator: ", ")

    /// Reads one.
    static func kind(_ text: String) throws -> GatewayEvent.Kind {
        guard let kind = GatewayEvent.Kind(rawValue: text) else {
            throw ValidationError("\"\(text)\" is no type of event; there are \(all)")
        }
        return kind
    }
}

/// The address of a webhook as an argument.
struct WebhookURLArgument {
    let target: WebhookTarget

    init(_ text: String) throws {
        do throws(PortalValueError) {
            target = try WebhookTarget(text)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    /// How a webhook is named in the audit log: an address by its host, for the rest of it may be a secret.
    static func shown(_ reference: String) -> String {
        do throws(PortalValueError) {
            return try WebhookTarget(reference).host
        } catch {
            return reference
        }
    }

    /// Says what `serve` will have to be told so that it sends there.
    func warn() {
        let problem = target.isSecure ? target.objection.map { "\(target.host) is \($0)" } : "it speaks plain HTTP"
        guard let problem else { return }
        Streams.error("warning: \(problem): nothing is sent there but by gardengate serve --allow-private-webhooks")
    }
}

extension Store {
    /// The webhook that somebody means by its id or its address.
    func webhook(named reference: String) async throws -> WebhookStatus {
        let found = try await webhooks().filter {
            $0.webhook.id.rawValue == reference.lowercased() || $0.webhook.settings.target.description == reference
        }
        guard let first = found.first else { throw StoreError.notFound(kind: .webhook, reference: reference) }
        guard found.count == 1 else {
            throw StoreError.ambiguous(kind: .webhook, name: reference, count: found.count)
        }
        return first
    }
}
