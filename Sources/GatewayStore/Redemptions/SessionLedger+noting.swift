import GatewayDomain

extension SessionLedger.Item {
    /// Whether it began at about a time.
    func isNear(_ start: Timestamp?) -> Bool {
        guard let start else { return false }
        let distance = start < session.startedAt ? session.startedAt - start : start - session.startedAt
        return distance <= SessionRules.tolerance
    }

    /// Takes over what a report of it tells.
    mutating func note(_ report: RedemptionReport, _ key: SessionKey) {
        noteStart(report, key)
        switch report.event {
        case .login:
            noteSeen(report)
            noteName(report, key)
        case .logout: noteEnd(report)
        }
    }

    /// The beginning of a session that was heard of before, or of which the news was late.
    private mutating func noteStart(_ report: RedemptionReport, _ key: SessionKey) {
        guard let start = SessionLedger.start(of: report, key), start <= session.startedAt else { return }
        let isNoted = report.source == .script || report.source == .comment
        guard isStartGuessed || (isNoted && session.startedAt - start > SessionRules.tolerance) else { return }
        session.startedAt = start
        isStartGuessed = false
        isChanged = true
    }

    /// What the source calls the login.
    private mutating func noteName(_ report: RedemptionReport, _ key: SessionKey) {
        switch report.source {
        case .script:
            if !session.isLoginTold { isChanged = true }
            session.isLoginTold = true
            if references.script == nil, let digest = key.loginDigest {
                references.script = digest
                isChanged = true
            }
        case .routerLog:
            // Its line may have been set aside for it a moment ago.
            guard references.line == nil || references.line == key.loginDigest else { return }
            references.line = key.loginDigest
            if recordedLine != references.line { isChanged = true }
        case .activeList, .listen, .counters, .comment, .log, .adoption: break
        }
    }

    /// The guest is in, or was when the report was made.
    private mutating func noteSeen(_ report: RedemptionReport) {
        guard report.source == .activeList || report.source == .listen else { return }
        isSeen = true
        if let endedAt = session.endedAt, !session.isEndTold, report.observedAt > endedAt {
            // It was taken for ended, and is not.
            session.endedAt = nil
            isChanged = true
        }
        guard isChanged || id == nil || report.observedAt - session.lastSeenAt >= SessionLedger.progressInterval else {
            return
        }
        session.lastSeenAt = max(session.lastSeenAt, report.observedAt)
        session.take(report)
        isChanged = true
    }

    /// The session has ended, as a router says.
    private mutating func noteEnd(_ report: RedemptionReport) {
        // One that nobody can date says how long it was, or no more than that it was over by then.
        let told = report.endedAt ?? report.uptimeSeconds.map { session.startedAt + .seconds($0) }
        if let told, !session.isEndTold || session.endedAt == nil {
            session.endedAt = max(told, session.startedAt)
            session.isEndTold = true
            isChanged = true
        } else if session.endedAt == nil {
            conclude(at: report.observedAt)
        }
        if session.endCause == nil, let cause = report.endCause {
            session.endCause = cause
            isChanged = true
        }
        let before = session
        session.take(report)
        if session != before { isChanged = true }
    }

    /// The session must have ended by then, though nobody says when.
    mutating func conclude(at time: Timestamp) {
        session.endedAt = max(time, session.startedAt)
        session.isEndTold = false
        isChanged = true
    }
}
