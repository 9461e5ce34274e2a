import GatewayDomain

extension DeviceRun.Result {
    /// What came of a run that an error ended.
    ///
    /// - Parameter failure: the error.
    init(_ failure: DeviceFailure) {
        self.init(outcome: .failed, failure: failure.description, failureLabel: failure.label)
    }
}
