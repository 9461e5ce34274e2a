import GatewayDomain

extension DeviceRun.Result {
    /// What came of a run whose plan is refused.
    ///
    /// - Parameters:
    ///   - plan: the plan.
    ///   - document: the same as people read it.
    ///   - scope: what it is for.
    ///   - digest: what a confirmed plan is told by.
    init(refusing plan: Plan, _ document: PlanDocument, scope: Scope, digest: PlanDigest?) {
        self.init(outcome: .refused, scope: scope, plan: document, digest: digest, failure: document.refusal)
        unfinished = PlanDigest(of: plan)
    }

    /// What came of a run that an error ended.
    ///
    /// - Parameter failure: the error.
    init(_ failure: DeviceFailure) {
        self.init(outcome: .failed, failure: failure.description, failureLabel: failure.label)
    }
}
