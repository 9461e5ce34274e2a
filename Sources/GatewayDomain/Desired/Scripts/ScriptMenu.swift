/// The two menus of a router in which scripts of ours stand: what they do, and when.
public enum ScriptMenu: String, Hashable, Sendable, CaseIterable {
    /// `/system/script`: what they do.
    case script
    /// `/system/scheduler`: when they run.
    case scheduler

    /// The property with the text that is run.
    public var textProperty: String {
        switch self {
        case .script: "source"
        case .scheduler: "on-event"
        }
    }

    /// The properties that are compared, without name, comment and ``textProperty``, in alphabetical order.
    public var comparedProperties: [String] {
        switch self {
        case .script: ["dont-require-permissions", "policy"]
        case .scheduler: ["disabled", "interval", "policy", "start-time"]
        }
    }

    /// What a property is when a router does not print it.
    ///
    /// Source: manual, Scripting page and Scheduler page.
    func defaultValue(of property: String) -> String {
        switch property {
        case "dont-require-permissions", "disabled": "no"
        case "interval": "0s"
        default: ""
        }
    }

    /// Whether two values of a property mean the same.
    func isSame(_ left: String, _ right: String, of property: String) -> Bool {
        switch property {
        case "policy": Set(left.split(separator: ",")) == Set(right.split(separator: ","))
        case "interval": RouterOSText.same(left, right, as: .duration)
        case "dont-require-permissions", "disabled": RouterOSText.same(left, right, as: .boolean)
        default: left == right
        }
    }
}
