extension DesiredStateRules {
    /// The scripts that the routers of a site should run.
    ///
    /// - Parameters:
    ///   - site: the site.
    ///   - gateway: whose scripts they are.
    ///   - reporting: where a router reports to, and as whom; nil while nobody knows.
    ///   - version: makes eight hexadecimal digits that change with a text; keyed, so that they tell nothing about it.
    /// - Returns: the scripts; nil where nobody asked for any, or where no instance has guests.
    public static func scripts(
        at site: Site,
        gateway: GatewayID,
        reporting: RouterScripts.Reporting?,
        version: (String) -> String
    ) -> DesiredScripts? {
        guard site.hasScripts, !site.services.isEmpty else { return nil }
        func source(_ text: String) -> ScriptSource { ScriptSource(Secret(text), version: version(text)) }
        func selection(_ scripts: RouterScripts) -> DesiredScripts.Selection {
            let hooks = ProfileHooks(onLogin: source(scripts.onLogin), onLogout: source(scripts.onLogout))
            let report = scripts.report.map { DesiredScript(.report, gateway: gateway, source: source($0)) }
            let sweep = DesiredScript(.sweep, gateway: gateway, source: source(scripts.sweep))
            return DesiredScripts.Selection(hooks: hooks, rows: [report, sweep].compactMap { $0 })
        }
        return DesiredScripts(
            local: selection(RouterScripts(gateway: gateway, reporting: nil)),
            reporting: reporting.map { selection(RouterScripts(gateway: gateway, reporting: $0)) }
        )
    }
}
