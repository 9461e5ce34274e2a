extension RouterDevice {
    func logIn(_ connection: APIConnection, _ request: CommandRequest, tag: WordBytes?, sentenceBytes: Int) {
        let action = connection.login.loginReceived(
            request,
            sentenceBytes: sentenceBytes,
            accounts: self.state.accounts,
            generator: &self.generator
        )
        self.run(action, on: connection, request, tag: tag)
    }

    /// Answers, and writes the log lines that a router writes (manual, log page).
    func run(
        _ action: LoginStateMachine.Action,
        on connection: APIConnection,
        _ request: CommandRequest,
        tag: WordBytes?
    ) {
        switch action {
        case .challenge(let challenge):
            connection.append(.done(ret: WordBytes(challenge)), tag: tag)
        case .accepted(let account):
            self.activity.logins += 1
            self.state.apiSessions[connection.id]?.user = account.name
            let time = self.state.timeText(self.state.localSeconds(at: self.now))
            self.state.apiSessions[connection.id]?.loggedInAt = time
            self.state.writeLog(
                "system,info,account",
                "user \(account.name) logged in from \(connection.remoteAddress) via api",
                now: self.now
            )
            connection.append(.done(ret: nil), tag: tag)
        case .refused(let message):
            self.activity.loginFailures += 1
            self.state.writeLog(
                "system,error,critical",
                "login failure for user \(request["name"] ?? "") from \(connection.remoteAddress) via api",
                now: self.now
            )
            connection.append(.trap(message: message, category: nil), tag: tag)
            connection.append(.done(ret: nil), tag: tag)
        case .fatal(let reason):
            connection.append(.fatal(reason), tag: tag)
            connection.close()
        }
    }
}
