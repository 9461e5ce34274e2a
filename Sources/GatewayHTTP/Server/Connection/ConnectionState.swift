import HTTPTypes

/// What becomes of one connection: which parts of requests are taken, what is answered without asking anybody, and when it ends.
///
/// Requests may stand in line on a connection; they are answered one after the other. ``ConnectionHandler`` tells what happens and
/// does what this says.
struct ConnectionState: Sendable {
    /// What to do with something that arrives.
    enum Arrival: Hashable, Sendable {
        /// Hand it on.
        case take
        /// Hand it on, and let the client send its body.
        case takeAndContinue
        /// Forget it.
        case drop
        /// Begin to close.
        case close
        /// Close at once: what still comes is more than anybody should read.
        case abort
    }

    /// What to do when what arrives is not HTTP.
    enum Failure: Hashable, Sendable {
        /// Tell whoever reads the body.
        case tell
        /// Nothing now.
        case wait
        /// Answer with the error, and close.
        case answer(ErrorCode)
        /// Begin to close.
        case close
    }

    /// What to do with the head of an answer.
    enum Head: Hashable, Sendable {
        /// Send it.
        case send
        /// Send it, and say that it is the last one.
        case sendAsLast
        /// Drop the answer: nobody asked for it, or the connection is closing.
        case drop
    }

    /// What to do when an answer was sent.
    enum Sent: Hashable, Sendable {
        /// Nothing.
        case nothing
        /// Let the client send the body of the request that is next in line.
        case sendContinue
        /// Wait for the rest of a body that nobody reads any more; it may take so long, and no longer.
        case awaitRest(request: Int)
        /// Answer what could not be read with the error, and close.
        case answer(ErrorCode)
        /// Begin to close.
        case close
    }

    /// Bytes of a body that are read when nobody wants them.
    let bodyBytesMaximum: Int
    /// Whether the connection is ending; nothing that arrives counts any more.
    private(set) var isClosing = false
    /// Whether the server stops: answers say that they are the last.
    var isQuiescing = false

    private var answersDue = 0
    private var requestCount = 0
    private var isReading = false
    private var isLast = false
    private var isIgnoring = false
    private var expectsContinue = false
    private var unwantedBytes = 0
    private var malformed: ErrorCode?
    private var answerIsLast = false
    private var answerIsDropped = false

    init(bodyBytesMaximum: Int) {
        self.bodyBytesMaximum = bodyBytesMaximum
    }

    // MARK: - What arrives

    /// The head of a request has arrived, whose body is of any size when it is streamed.
    mutating func received(_ headers: HTTPFields, isStreamed: Bool = false) -> Arrival {
        if isClosing { return .drop }
        // Whoever said that no more requests follow has said so, and behind bytes that are not HTTP nothing is to be trusted.
        if isLast { isIgnoring = true }
        if isIgnoring { return .drop }
        answersDue += 1
        requestCount += 1
        isReading = true
        unwantedBytes = 0
        if headers.hasToken("close", in: .connection) { isLast = true }
        guard headers.hasToken("100-continue", in: .expect), isStreamed || isTaken(headers) else { return .take }
        if answersDue == 1 { return .takeAndContinue }
        expectsContinue = true
        return .take
    }

    /// Bytes of a body have arrived.
    mutating func received(bytes count: Int) -> Arrival {
        if isClosing || isIgnoring {
            unwantedBytes += count
            return unwantedBytes > bodyBytesMaximum ? .abort : .drop
        }
        guard answersDue == 0 else { return .take }
        unwantedBytes += count
        return unwantedBytes > bodyBytesMaximum ? .close : .take
    }

    /// A request has arrived to its end.
    mutating func receivedEnd() -> Arrival {
        if isClosing || isIgnoring { return .drop }
        isReading = false
        return .take
    }

    /// What arrived is not HTTP, or more than is taken; nothing that follows can be read.
    mutating func failed(_ code: ErrorCode) -> Failure {
        if isClosing || isIgnoring { return .wait }
        (isLast, isIgnoring) = (true, true)
        switch (answersDue, isReading) {
        case (0, false): return .answer(code)
        case (0, true): return .close
        case (_, true): return .tell
        case (_, false):
            malformed = code
            return .wait
        }
    }

    // MARK: - What is sent

    /// The head of an answer is about to be sent.
    mutating func sends(_ headers: HTTPFields) -> Head {
        answerIsDropped = isClosing || answersDue == 0
        if answerIsDropped { return .drop }
        let hasNoSuccessor = answersDue == 1 && malformed == nil
        answerIsLast = headers.hasToken("close", in: .connection) || (hasNoSuccessor && (isLast || isQuiescing))
        return answerIsLast ? .sendAsLast : .send
    }

    /// Whether the answer that is under way goes nowhere.
    var dropsAnswer: Bool { answerIsDropped }

    /// An answer was sent to its end.
    mutating func sentEnd() -> Sent {
        if isClosing { return .nothing }
        // An answer to nobody is about bytes that are no request: there is nothing more to say.
        if answerIsDropped || answerIsLast { return .close }
        answersDue -= 1
        if answersDue == 1, expectsContinue {
            expectsContinue = false
            return .sendContinue
        }
        guard answersDue == 0 else { return .nothing }
        if let malformed { return .answer(malformed) }
        return isReading ? .awaitRest(request: requestCount) : .nothing
    }

    /// Whether the body of a request is still awaited although its answer was sent.
    func awaitsRest(of request: Int) -> Bool {
        !isClosing && requestCount == request && answersDue == 0 && isReading
    }

    /// The connection is about to end.
    mutating func close() {
        isClosing = true
        unwantedBytes = 0
    }

    private func isTaken(_ headers: HTTPFields) -> Bool {
        guard let length = headers[.contentLength] else { return true }
        return Int(length).map { $0 <= bodyBytesMaximum } ?? false
    }
}

extension HTTPFields {
    /// Whether one of a field's comma-separated words is this one, in either case.
    fileprivate func hasToken(_ token: String, in name: HTTPField.Name) -> Bool {
        self[values: name].contains { value in
            value.split(separator: ",").contains { word in
                word.trimming { $0 == " " || $0 == "\t" }.lowercased() == token
            }
        }
    }
}

extension Substring {
    /// The text without such characters at both ends.
    fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> Substring {
        var rest = drop(while: isTrimmed)
        while let last = rest.last, isTrimmed(last) { rest.removeLast() }
        return rest
    }
}
