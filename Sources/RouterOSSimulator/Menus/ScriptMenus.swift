/// `/system/script`, `/system/scheduler` and `/tool/fetch`.
extension Menu {
    /// What a script may do: manual, Scripting page.
    static let scriptPolicies: [WordBytes] = [
        "ftp", "reboot", "read", "write", "policy", "test", "password", "sniff", "sensitive", "romon",
    ]
    static let scriptPolicyNames = WordBytes(Menu.scriptPolicies.map(\.text).joined(separator: ","))

    /// Properties: manual, Scripting page (script repository).
    static let systemScript = Menu(
        "/system/script",
        verbs: [
            "print", "get", "find", "add", "set", "remove", "comment", "edit", "export", "reset", "run", "unset>=7.24",
        ],
        properties: [
            Property("name"), Property("owner"), Property("policy", .set(Menu.scriptPolicies)),
            Property("dont-require-permissions", .boolean, shown: "false"), .readOnly("last-started"),
            .readOnly("run-count", .integer(0...Int64.max), shown: "0"), Property("source", shown: ""),
            .readOnly("invalid", .boolean, shown: "false"), Property("comment", neutral: [""]),
        ],
        ownVerbs: ["run": ["number", "use-script-permissions>=7.16.2"]],
        required: ["name"],
        nameProperty: "name"
    )

    /// Properties: manual, Scheduler page; `days` is from 7.24.
    static let systemScheduler = Menu(
        "/system/scheduler",
        verbs: [
            "print", "get", "find", "add", "set", "remove", "enable", "disable", "comment", "edit", "export", "reset",
            "unset>=7.24",
        ],
        properties: [
            Property("name"), Property("start-date"), Property("start-time"), Property("days>=7.24", neutral: [""]),
            Property("interval", .duration(), shown: "0s"), Property("on-event", shown: ""), .readOnly("owner"),
            Property("policy", .set(Menu.scriptPolicies)), .readOnly("run-count", .integer(0...Int64.max), shown: "0"),
            .readOnly("next-run"), Property("disabled", .boolean, shown: "false"), Property("comment", neutral: [""]),
        ],
        nameProperty: "name"
    )

    static let systemScriptJob = Menu(
        "/system/script/job",
        verbs: ["print", "get", "find", "set", "remove", "comment", "edit", "reset"],
        properties: [
            Property("type"), .readOnly("script"), .readOnly("owner"), Property("started"),
        ],
        ownVerbs: [
            "set": ["comment", "numbers", "started", "type"], "reset": ["comment", "numbers", "started", "type"],
        ]
    )

    /// Only `fetch`.
    static let tool = Menu(
        "/tool",
        form: .singleton,
        verbs: ["fetch"],
        properties: [],
        ownVerbs: [
            "fetch": [
                "address", "as-value", "ascii", "certificate", "check-certificate", "dst-path", "duration", "host",
                "http-auth-scheme>=7.13", "http-content-encoding>=7.16.2", "http-data", "http-header-field",
                "http-max-redirect-count>=7.18", "http-method", "http-percent-encoding>=7.21", "http-version>=7.22",
                "idle-timeout>=7.15", "ip-type>=7.24", "keep-result", "mode", "once", "output", "password", "port",
                "proplist>=7.20.8", "src-address", "src-path", "upload", "url", "user", "without-paging",
            ]
        ]
    )
}
