/// What happens by itself as time passes.
extension RouterState {
    /// When something happens next by itself.
    var nextDeadline: Duration? {
        [
            self.hotspot.nextDeadline(hostTimeout: Self.hostTimeout), self.timeServerAnswersAt,
            self.scripts.nextDeadline(isSchedulerAllowed: self.isFeatureAllowed("scheduler")),
        ].compactMap { $0 }.min()
    }

    /// Lets everything happen that was due until now, in its order and each at its moment: a session that ended is booked when it did,
    /// and a script sees the clock of its own start.
    mutating func advance(to now: Duration) {
        // A script's own commands do not let time pass.
        guard !self.scripts.isRunning else { return }
        if !self.mayRunScripts {
            // Nothing sees the clock of a moment in between: everything at once.
            if let next = self.nextDeadline, next <= now { self.letHappen(until: now) }
            self.scripts.reached = max(self.scripts.reached, now)
            return
        }
        while let next = self.nextDeadline, next <= now {
            self.letHappen(until: max(next, self.scripts.reached))
        }
        self.scripts.reached = max(self.scripts.reached, now)
    }

    /// Whether a script runs, or one may begin by itself.
    private var mayRunScripts: Bool {
        if !self.scripts.processes.isEmpty || !self.scripts.schedule.isEmpty { return true }
        return (self.tables[Menu.hotspotUserProfile.path]?.allRows() ?? []).contains { $0.values["on-logout"] != nil }
    }

    private mutating func letHappen(until moment: Duration) {
        self.scripts.reached = moment
        if let answer = self.timeServerAnswersAt, answer <= moment {
            // What happens before the clock jumps is logged by the clock as it was.
            self.endWhatIsDue(until: answer)
            self.takeTimeServerAnswer(now: moment)
        }
        self.endWhatIsDue(until: moment)
        self.wakeScripts(now: moment)
        self.runSchedule(now: moment)
        self.runScripts(now: moment)
    }
}
