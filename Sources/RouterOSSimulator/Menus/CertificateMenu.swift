/// `/certificate`.
extension Menu {
    /// Properties and defaults: manual, Certificates page.
    static let certificate = Menu(
        "/certificate",
        verbs: [
            "print", "get", "find", "add", "set", "remove", "edit", "export", "reset", "unset", "sign", "import",
            "add-scep", "add-acme>=7.22.3", "acme-renew>=7.24", "card-reinstall", "card-verify",
            "create-certificate-request", "enable-ssl-certificate", "export-certificate", "issued-revoke", "scep-renew",
            "sign-certificate-request",
        ],
        properties: Self.certificateProperties,
        printExtras: ["active", "inactive", "show-sensitive>=7.22.3"],
        ownVerbs: Self.certificateVerbs,
        required: ["common-name"],
        nameProperty: "name"
    )

    private static let certificateProperties: [Property] = [
        Property("name"), Property("digest-algorithm", shown: "sha256"), Property("key-size", shown: "2048"),
        Property("country", neutral: [""]), Property("state", neutral: [""]), Property("locality", neutral: [""]),
        Property("organization", neutral: [""]), Property("unit", neutral: [""]), Property("common-name"),
        Property("subject-alt-name", neutral: [""]), Property("days-valid", .integer(1...10_000), shown: "365"),
        Property("key-usage"), Property("trusted", .boolean, shown: "false"),
        Property("trust-store>=7.22.3", neutral: [""]),
        .readOnly("issuer"), .readOnly("serial-number"), .readOnly("fingerprint", shown: ""), .readOnly("ca"),
        .readOnly("invalid-before"), .readOnly("invalid-after"), .readOnly("expires-after", .duration()),
        .readOnly("private-key", .boolean, shown: "false"), .readOnly("authority", .boolean, shown: "false"),
        .readOnly("expired", .boolean, shown: "false"),
    ]

    private static let certificateVerbs: [String: [VersionedName]] = [
        "sign": [
            "append", "as-value", "ca", "ca-crl-host", "ca-on-smart-card", "do", "duration", "file",
            "freeze-frame-interval>=7.22.3", "interval", "name", "number", "once", "without-paging",
        ],
        "import": [
            "as-value", "file-name", "name", "no-key-export>=7.16.2", "passphrase", "trust-store>=7.22.3",
            "trusted>=7.15",
        ],
        "add-scep": [
            "as-value", "ca-identity", "challenge-password", "name", "on-smart-card", "refresh", "scep-url", "template",
        ],
        "add-acme": ["as-value", "directory-url", "domain-names", "eab-key-b64", "eab-kid", "name"],
        "acme-renew": ["numbers"], "card-reinstall": ["as-value", "pin"], "card-verify": ["as-value", "pin"],
        "create-certificate-request": [
            "append", "as-value", "challenge-passphrase", "do", "duration", "file", "freeze-frame-interval>=7.22.3",
            "interval", "key-passphrase", "once", "template", "unstructured-address<7.18.2", "without-paging",
        ],
        "enable-ssl-certificate": [
            "append", "as-value", "directory-url>=7.16.2", "dns-name", "do", "duration", "eab-hmac-key>=7.16.2",
            "eab-kid>=7.16.2", "file", "freeze-frame-interval>=7.22.3", "interval", "once", "reset-private-key>=7.16.2",
            "type>=7.16.2<7.20.8", "without-paging",
        ],
        "export-certificate": ["export-passphrase", "file-name", "numbers", "type"],
        "issued-revoke": ["numbers"], "scep-renew": ["numbers"],
        "sign-certificate-request": ["as-value", "ca", "days-valid", "digest-algorithm", "file-name"],
    ]
}
