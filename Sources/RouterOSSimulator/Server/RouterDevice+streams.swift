import NIOCore

extension RouterDevice {
    /// Sends the next round of prints with `interval`.
    func repeatPrints() {
        let now = self.now
        for connection in self.connections {
            guard let account = connection.login.account else { continue }
            let context = CommandContext(account: account, now: now)
            for index in connection.streams.indices {
                self.sendRound(of: &connection.streams[index], on: connection, context)
            }
        }
    }

    private func sendRound(of stream: inout RunningStream, on connection: APIConnection, _ context: CommandContext) {
        guard case .repeated(let every) = stream.request.form, let due = stream.nextRound, due <= context.now,
            let menu = self.state.menu(stream.request.menu)
        else { return }
        let rows = self.state.rows(menu, stream.request.query, context)
        for reply in RouterState.section(rows, stream.request.section, names: stream.request.names) {
            connection.append(reply, tag: stream.tag)
        }
        stream.hasSentRows = stream.hasSentRows || !rows.isEmpty
        stream.request.section += 1
        // Rounds that were missed while the clock jumped are left out.
        stream.nextRound = context.now + every
    }

    /// `/cancel`: two or three sentences still arrive for each cancelled command, and the cancel's own `!done` before
    /// the last of them (traces of 7.24; measured on 7.23.1 by tikoci/centrs).
    ///
    /// Without a tag it ends everything on the connection except itself (manual, API page).
    func cancel(_ tag: WordBytes?, by own: WordBytes?, on connection: APIConnection) {
        var ends: [CancelledCommand] = []
        for stream in connection.streams where tag == nil || stream.tag == tag {
            ends.append(
                CancelledCommand(tag: stream.tag, sendsEmpty: self.state.features.sendsEmpty && !stream.hasSentRows)
            )
        }
        connection.streams.removeAll { tag == nil || $0.tag == tag }
        let waiting = self.queue.removeAll { $0.connection === connection && (tag == nil || $0.tag == tag) }
        for command in waiting {
            // It was not begun, so it has no effect.
            connection.finished(sentenceBytes: command.sentenceBytes)
            ends.append(CancelledCommand(tag: command.tag, sendsEmpty: self.state.features.sendsEmpty))
        }
        self.end(ends, by: own, on: connection)
    }

    private func end(_ ends: [CancelledCommand], by own: WordBytes?, on connection: APIConnection) {
        let bound = NIOLoopBound((device: self, connection: connection), eventLoop: self.loop)
        self.afterDelay(milliseconds: 1...2) {
            let (device, connection) = bound.value
            for end in ends {
                connection.append(
                    .trap(message: CommandTrap.interrupted.message, category: CommandTrap.interrupted.category),
                    tag: end.tag
                )
            }
            // ASSUMED: a cancel that finds nothing succeeds.
            connection.append(.done(ret: nil), tag: own)
            device.flushAll()
            device.afterDelay(milliseconds: 1...43) {
                let (device, connection) = bound.value
                for end in ends {
                    if end.sendsEmpty { connection.append(.empty, tag: end.tag) }
                    connection.append(.done(ret: nil), tag: end.tag)
                }
                device.flushAll()
            }
        }
    }

    private func afterDelay(milliseconds: ClosedRange<Int64>, _ action: @escaping @Sendable () -> Void) {
        guard self.faults.delaysCancel else {
            action()
            return
        }
        let delay = Int64.random(in: milliseconds, using: &self.generator)
        self.loop.scheduleTask(in: .milliseconds(delay), action)
    }
}

private struct CancelledCommand {
    let tag: WordBytes?
    let sendsEmpty: Bool
}
