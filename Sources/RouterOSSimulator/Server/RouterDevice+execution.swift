import NIOCore

extension RouterDevice {
    /// Replies that are mixed with each other before they leave, so that a burst of large prints is never in memory whole.
    private static let mixedRepliesMaximum = 4096

    /// Carries out what waits, as far as the router is not busy.
    func pump() {
        self.pumpCount += 1
        var mixture = ReplyMixture()
        while let index = self.nextCommandIndex() {
            if self.busyUntil > self.loop.now {
                self.pumpLater()
                break
            }
            let cost = self.cost(of: self.queue[index])
            if cost > .zero, !self.queue[index].isPaid {
                self.queue.begin(at: index)
                self.busyUntil = self.loop.now + cost.timeAmount
                self.pumpLater()
                break
            }
            let command = self.queue.remove(at: index)
            command.connection.finished(sentenceBytes: command.sentenceBytes)
            self.carryOut(command, into: &mixture)
            if mixture.count > Self.mixedRepliesMaximum {
                self.interleave(mixture)
                self.flushAll()
                mixture = ReplyMixture()
            }
        }
        self.interleave(mixture)
        self.publish()
    }

    /// One timer at a time: each command that comes while the router is busy would leave one more.
    private func pumpLater() {
        guard !self.willPump else { return }
        self.willPump = true
        let bound = NIOLoopBound(self, eventLoop: self.loop)
        self.loop.scheduleTask(deadline: self.busyUntil) {
            bound.value.willPump = false
            bound.value.pump()
            bound.value.flushAll()
        }
    }

    private func nextCommandIndex() -> Int? {
        self.queue.next(reordering: self.faults.reordersTaggedCommands, using: &self.generator)
    }

    private func carryOut(_ command: PendingCommand, into mixture: inout ReplyMixture) {
        guard self.isOn, let account = command.connection.login.account else { return }
        // Nobody would get the answer, and it changes nothing.
        if !command.connection.isOpen, command.request.verb == "print" { return }
        let context = CommandContext(account: account, now: self.now)
        var replies: [CommandReply]
        let writes = self.state.configurationWrites
        switch self.state.execute(command.request, context) {
        case .replies(let all):
            replies = all
            if self.faults.emptyWithoutDone, replies.contains(.empty) { replies.removeLast() }
        case .stream(let request, let initial):
            replies = initial
            self.begin(request, initial: initial, command)
        case .script(let id):
            if self.state.scripts.lostPower { return self.losePower() }
            // Its end is the answer.
            self.waitingCommands[id] = command
            return
        }
        if self.state.scripts.lostPower { return self.losePower() }
        if command.number == self.faults.cutInReplyToCommand {
            self.cutWasUsed()
            for reply in replies {
                command.connection.append(reply, tag: command.tag)
            }
            command.connection.cut()
            return
        }
        let rows = replies.count { if case .row = $0 { true } else { false } }
        let written = Self.scriptCommands.contains(command.request.path) ? self.state.configurationWrites - writes : 0
        let cost = self.faults.rowCost * rows + self.faults.scriptRowCost * written
        if cost > .zero {
            self.sendLater(replies, command, after: cost)
            return
        }
        mixture.append(replies, to: command)
    }

    /// Commands that carry out a script.
    private static let scriptCommands: Set<String> = ["/execute", "/import", "/system/script/run"]

    /// The power goes in the middle of a script, and comes back.
    private func losePower() {
        self.powerCutWasUsed()
        self.powerOff(isClean: false)
        self.powerOn()
    }

    private func begin(_ request: StreamRequest, initial: [CommandReply], _ command: PendingCommand) {
        guard command.connection.isOpen else { return }
        guard command.connection.streams.count < APIConnection.streamsMaximum else {
            command.connection.close()
            return
        }
        // What happened before it began is not for it.
        self.publish()
        var stream = RunningStream(tag: command.tag, request: request, hasSentRows: !initial.isEmpty)
        if case .repeated(let every) = request.form { stream.nextRound = self.now + every }
        command.connection.streams.append(stream)
    }

    /// Rows take the router's time: nothing else happens meanwhile.
    private func sendLater(_ replies: [CommandReply], _ command: PendingCommand, after cost: Duration) {
        self.busyUntil = max(self.busyUntil, self.loop.now) + cost.timeAmount
        let bound = NIOLoopBound((device: self, command: command), eventLoop: self.loop)
        self.loop.scheduleTask(deadline: self.busyUntil) {
            let (device, command) = bound.value
            for reply in replies {
                command.connection.append(reply, tag: command.tag)
            }
            device.flushAll()
        }
    }

    /// Replies to different tags come in any mixture (manual, API page).
    private func interleave(_ mixture: ReplyMixture) {
        var lanes = mixture.lanes
        while let index = lanes.indices.randomElement(using: &self.generator) {
            if let reply = lanes[index].replies.popFirst() {
                lanes[index].connection.append(reply, tag: lanes[index].key.tag)
            } else {
                lanes.swapAt(index, lanes.endIndex - 1)
                lanes.removeLast()
            }
        }
    }

    /// Tells listeners what changed.
    func publish() {
        self.serveScripts()
        let changes = self.state.takeChanges()
        if !changes.isEmpty {
            self.tellWatches()
            for connection in self.connections {
                for index in connection.streams.indices {
                    self.tell(changes, to: &connection.streams[index], on: connection)
                }
            }
        }
        self.reschedule()
    }

    private func tell(_ changes: [Change], to stream: inout RunningStream, on connection: APIConnection) {
        guard let account = connection.login.account else { return }
        let context = CommandContext(account: account, now: self.now)
        let replies = self.state.replies(for: changes, to: &stream.request, context)
        stream.hasSentRows = stream.hasSentRows || !replies.isEmpty
        for reply in replies {
            connection.append(reply, tag: stream.tag)
        }
    }

    func flushAll() {
        if self.faults.isSilent { return }
        for connection in self.connections {
            let lengths = connection.pieceLengths(maximum: self.faults.pieceBytesMaximum, using: &self.generator)
            connection.flush(inPiecesOf: lengths)
        }
        self.countCommandsInside()
    }
}

private struct ReplyLane {
    let key: CommandLane
    let connection: APIConnection
    var replies: ArraySlice<CommandReply>
}

/// Replies of commands that were carried out together, lane by lane.
private struct ReplyMixture {
    private(set) var lanes: [ReplyLane] = []
    private(set) var count = 0
    private var indices: [CommandLane: Int] = [:]

    mutating func append(_ replies: [CommandReply], to command: PendingCommand) {
        self.count += replies.count
        let key = command.lane
        if let index = self.indices[key] {
            self.lanes[index].replies += replies
        } else {
            self.indices[key] = self.lanes.count
            self.lanes.append(ReplyLane(key: key, connection: command.connection, replies: replies[...]))
        }
    }
}
