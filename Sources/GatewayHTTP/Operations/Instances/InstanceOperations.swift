import GatewayDomain
import HTTPTypes

/// What can be asked for about instances.
enum InstanceOperations {
    static let all = [
        Operation("listInstances", .get, list, .scope(.instancesRead), perform: ReadInstances.list),
        Operation("createInstance", .post, list, .scope(.instancesWrite), perform: WriteInstances.create),
        Operation("getInstance", .get, one, .scope(.instancesRead), perform: ReadInstances.one),
        Operation("updateInstance", .put, one, .scope(.instancesWrite), perform: WriteInstances.update),
        Operation("deleteInstance", .delete, one, .scope(.instancesWrite), perform: WriteInstances.delete),
    ]

    /// Where an instance is found.
    static func path(of instance: Instance.ID) -> String { "\(list)/\(instance)" }

    private static let list = "/captive/instances"
    private static let one = "/captive/instances/{instanceId}"
}
