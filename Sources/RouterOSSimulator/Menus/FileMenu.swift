/// `/file`: what lies in the router's storage and can be read and written as text.
///
/// `add` came with 7.9, `last-modified` with 7.16 (manual, Files page). Argument names are those of the command trees.
extension Menu {
    static let file = Menu(
        "/file",
        verbs: [
            "print", "get", "find", "add>=7.9", "set", "remove", "edit", "reset>=7.9", "read>=7.16.2", "copy>=7.24",
            "head>=7.24", "tail>=7.24",
        ],
        properties: [
            Property("name"), Property("type"), .readOnly("size", .integer(0...Int64.max)),
            .readOnly("creation-time<7.16"), .readOnly("last-modified>=7.16"), Property("contents"),
        ],
        printExtras: [
            "list>=7.16.2<7.22.3", "path>=7.18.2", "recursive>=7.18.2", "relative>=7.18.2", "show-hidden>=7.20.8",
        ],
        ownVerbs: [
            "add": ["contents", "copy-from<7.18.2", "name", "type>=7.16.2"],
            "set": ["contents", "name>=7.16.2", "numbers", "type>=7.16.2"],
            "reset": ["contents", "name>=7.16.2", "numbers", "type>=7.16.2"],
            "read": ["as-value", "chunk-size", "file", "offset"],
            "copy": ["name", "number"],
            "head": ["as-value", "n", "number", "numbered"],
            "tail": ["as-value", "n", "number", "numbered"],
        ],
        required: ["name"],
        nameProperty: "name"
    )
}
