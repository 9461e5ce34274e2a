/// Which scripts a router gets: of those that it should run, what can work on it as it is.
///
/// Without `/tool/fetch` logins are noted and expire all the same, and nobody is told of them at once; without the scheduler only the
/// hooks are left. Whatever is left out is a finding.
struct ScriptChoice {
    /// The hooks of each profile of ours; nil for none.
    private(set) var hooks: ProfileHooks?
    /// Whether hooks are left as they are, since the gateway's account may not write them.
    private(set) var keepsHooks = false
    /// The scripts that run again and again.
    private(set) var rows: [DesiredScript] = []
    /// Scripts that are left as they are, since the gateway's account may not write them.
    private(set) var kept: Set<DesiredScript.Kind> = []
    /// Whether what is chosen reports logins.
    private(set) var isReporting = false
    /// What is left out, and why.
    private(set) var findings: [Finding] = []

    init(desired: DesiredState, facts: DeviceFacts) {
        for (part, refusal) in facts.scriptRefusals {
            findings.append(.scriptsRefused(part, refusal, policies: facts.setup?.policies))
        }
        keepsHooks = facts.scriptRefusals[.hooks] != nil
        let keepsRows = facts.scriptRefusals[.rows] != nil
        if keepsRows { kept = Set(DesiredScript.Kind.allCases) }
        guard let scripts = desired.scripts else { return }
        guard facts.version >= .oldestScripted else {
            findings.append(.oldForScripts(facts.version))
            return
        }
        var selection = scripts.local
        if facts.deviceModeAllowsFetch == false {
            findings.append(.noFetch)
        } else if let reporting = scripts.reporting {
            selection = reporting
            isReporting = true
        } else {
            findings.append(.noEndpoint)
        }
        hooks = selection.hooks
        if facts.deviceModeAllowsScheduler == false {
            findings.append(.noScheduler)
            return
        }
        if keepsRows { return }
        // What an account lacks is a finding of its own, whatever it was wanted for.
        for row in selection.rows {
            if facts.setup?.policies?.isSuperset(of: row.policies) ?? true {
                rows.append(row)
            } else {
                kept.insert(row.kind)
            }
        }
    }
}
