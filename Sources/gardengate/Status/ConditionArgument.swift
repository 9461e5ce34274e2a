import ArgumentParser
import GatewayDomain

/// A condition as people type it: `login_refused` or `login-refused`.
struct ConditionArgument: ExpressibleByArgument {
    let condition: DeviceCondition

    init?(argument: String) {
        let name = String(argument.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
        guard let condition = DeviceCondition(rawValue: name) else { return nil }
        self.condition = condition
    }

    /// All there are, the worst first.
    static let names = DeviceCondition.allCases.reversed().map(\.rawValue).joined(separator: ", ")
}
