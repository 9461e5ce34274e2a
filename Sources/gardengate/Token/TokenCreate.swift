import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate token create`.
struct TokenCreate: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a token and print it, this once.",
        discussion: """
            Nothing but the token is printed, so that it can be piped into a file or a secret store. A program sends it as \
            "Authorization: Bearer TOKEN".

            Scopes: \(AccessScope.allCases.map(\.rawValue).joined(separator: ", ")). Writing does not include reading.

            Example:
              gardengate token create --name till --scope coupons:write --expires 90d
            """
    )

    @Option(help: "What people call it, for example the program that uses it.")
    var name: String

    @Option(
        name: .customLong("scope"),
        help: "What it may do. May be given several times; without one it may do everything."
    )
    var scopes: [String] = []

    @Option(
        help: ArgumentHelp(
            "When it ends: a length of time as in 90d, or a moment as in 2027-01-01T00:00:00Z (default: never).",
            valueName: "end"
        )
    )
    var expires: EndArgument?

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { name }

    mutating func validate() throws {
        do {
            _ = try grant
        } catch let error as AccessScopeError {
            throw ValidationError(error.description)
        }
    }

    private var grant: AccessGrant {
        get throws { scopes.isEmpty ? .everything : try AccessGrant(names: scopes) }
    }

    func run(_ session: Session) async throws {
        let now = session.now
        let issued = try await session.store.createToken(
            name: name,
            grant: try grant,
            expiresAt: expires?.time(from: now),
            now: now
        )
        let text = try await TokenSigner.sign(issued, gateway: session.store.gatewayID).revealed
        let view = TokenView(token: issued.token, now: now)
        session.output.write(text, json: (["token": .string(text)] as JSON).with(view.json))
    }
}
