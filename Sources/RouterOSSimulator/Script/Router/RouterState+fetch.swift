import RouterOSAPI

/// `/tool/fetch`: what is asked for, and what a script gets.
extension RouterState {
    /// `http-data` takes 64 kB, `output=user` gives 64,512 bytes, with headers 20,480 (manual, Fetch page).
    private static let bodyBytesMaximum = 65_536
    private static let dataBytesMaximum = 64_512
    private static let dataWithHeadersBytesMaximum = 20_480
    private static let simulatedArguments: Set<String> = [
        "url", "mode", "http-method", "http-data", "http-header-field", "http-auth-scheme", "user", "password",
        "output",
        "dst-path", "keep-result", "check-certificate", "idle-timeout", "duration", "as-value", "once",
        "without-paging",
    ]

    mutating func beginFetch(
        _ request: CommandRequest,
        for process: inout ScriptProcess,
        now: Duration
    ) throws(CommandTrap) {
        // The policy `test` is for fetch (manual, user page).
        try self.require(.test, process)
        guard self.isFeatureAllowed("fetch") else { throw .deviceMode }
        let fetch = try self.fetch(request, for: process, now: now)
        if case .file = fetch.output { try self.require(.ftp, process) }
        self.scripts.fetches.append(fetch)
        process.phase = .fetching
    }

    /// `/tool/fetch` as a command of the API: a script of this one command.
    mutating func fetchCommand(_ request: CommandRequest, _ context: CommandContext) throws(CommandTrap) -> RowID? {
        let known = ArgumentCatalog.arguments(of: "fetch", in: .tool, version: self.version) ?? []
        for attribute in request.attributes where !known.contains(attribute.name) {
            throw .unknownParameter(attribute.name)
        }
        var instructions = request.attributes.map { ScriptInstruction.push(.string($0.value)) }
        let shape = MenuCommandShape(
            menu: "/tool",
            verb: "fetch",
            names: request.attributes.map(\.name),
            positions: request.attributes.map { _ in .start },
            unset: []
        )
        instructions += [.command(shape), .leave]
        let program = ScriptProgram(instructions: instructions, positions: instructions.map { _ in .start })
        return self.startScript(program, account: context.account, origin: .command(.row), now: context.now)
    }

    private func fetch(
        _ request: CommandRequest,
        for process: ScriptProcess,
        now: Duration
    ) throws(CommandTrap) -> FetchRequest {
        guard let url = request["url"]?.text else { throw .notSimulated("/tool/fetch without url") }
        for attribute in request.attributes where !Self.simulatedArguments.contains(attribute.name) {
            throw .notSimulated("/tool/fetch \(attribute.name)")
        }
        if let scheme = request["http-auth-scheme"], scheme != "basic" {
            throw .notSimulated("/tool/fetch http-auth-scheme=\(scheme)")
        }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw .notSimulated("/tool/fetch of \(url.prefix { $0 != ":" })")
        }
        let body = request["http-data"]?.bytes ?? []
        // ASSUMED: the wording.
        guard body.count <= Self.bodyBytesMaximum else { throw CommandTrap("failure: http-data too long") }
        // The default writes to the flash (manual, Fetch page).
        var output = FetchRequest.Output.file
        if let word = request["output"]?.text {
            guard let known = FetchRequest.Output(rawValue: word) else { throw .noMatch("output") }
            output = known
        }
        if let keeps = request["keep-result"].flatMap(Self.boolean), !keeps { output = .none }
        guard let check = FetchRequest.CertificateCheck(rawValue: request["check-certificate"]?.text ?? "no") else {
            throw .noMatch("check-certificate")
        }
        // Also with data it is `get` unless something else is said (manual, Fetch page).
        let method = request["http-method"]?.text ?? "get"
        guard ["get", "head", "post", "put", "delete", "patch"].contains(method) else { throw .noMatch("http-method") }
        let path = url.prefix { $0 != "?" }.split(separator: "/").last.map(String.init) ?? ""
        return FetchRequest(
            job: process.id,
            url: url,
            method: method.uppercased(),
            headers: try self.headers(request, hasBody: !body.isEmpty),
            body: body,
            output: output,
            file: request["dst-path"] ?? WordBytes(path),
            check: check,
            idleTimeout: Self.duration(request["idle-timeout"]) ?? self.fetchIdleTimeout,
            duration: Self.duration(request["duration"]),
            // Two from 7.18 on (manual, Fetch page).
            // ASSUMED: none before.
            redirectsMaximum: self.version >= RouterOSVersion(7, 18)
                ? Int(request["http-max-redirect-count"]?.text ?? "2") ?? 2 : 0,
            trusted: self.trustedCertificates(now: now),
            wantsValue: request.has("as-value"),
            position: process.machine.position
        )
    }

    /// Separated by commas, a comma of a value is escaped; the type of the data is that of a form unless it is said, and the user agent
    /// names the version (manual, Fetch page).
    private func headers(
        _ request: CommandRequest,
        hasBody: Bool
    ) throws(CommandTrap) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        var fields: [[UInt8]] = [[]]
        var isEscaped = false
        for byte in request["http-header-field"]?.bytes ?? [] {
            if isEscaped || (byte != .backslash && byte != .comma) {
                fields[fields.count - 1].append(byte)
                isEscaped = false
            } else if byte == .backslash {
                isEscaped = true
            } else {
                fields.append([])
            }
        }
        for field in fields where !field.isEmpty {
            guard let colon = field.firstIndex(of: .colon) else { throw .invalidValue("http-header-field") }
            let name = String(decoding: field[..<colon], as: UTF8.self).trimmingSpaces
            let value = String(decoding: field[(colon + 1)...], as: UTF8.self).trimmingSpaces
            guard !name.isEmpty, !(name + value).utf8.contains(where: \.isLineEnd) else {
                throw .invalidValue("http-header-field")
            }
            headers.append((name, value))
        }
        func fill(_ name: String, _ value: String) {
            if !headers.contains(where: { $0.name.lowercased() == name.lowercased() }) { headers.append((name, value)) }
        }
        fill("User-Agent", "RouterOS \(self.version)")
        if hasBody { fill("Content-Type", "application/x-www-form-urlencoded") }
        if let user = request["user"]?.text, !user.isEmpty {
            let secret = Array("\(user):\(request["password"]?.text ?? "")".utf8)
            fill("Authorization", "Basic \(ScriptArguments.base64(secret))")
        }
        return headers
    }

    /// The PEM text of every certificate that is trusted and valid by the router's own clock: one of 1970 believes nobody.
    ///
    /// (Manual, Certificates page: validity.)
    func trustedCertificates(now: Duration) -> [String] {
        let present = self.epochSeconds(at: now)
        return (self.tables["/certificate"]?.allRows() ?? []).filter { $0.bytes("trusted") == "true" }
            .compactMap { $0.bytes("pem")?.text }
            .filter { pem in
                CertificateFacts.read(Array(pem.utf8)).allSatisfy { facts in
                    facts.validFrom <= present && present <= facts.validUntil
                }
            }
    }

    // MARK: The answer

    /// Anything but 2xx is a failure.
    mutating func finishFetch(_ fetch: FetchRequest, _ answer: FetchAnswer, now: Duration) {
        self.advance(to: now)
        do throws(CommandTrap) {
            let value = try self.value(of: fetch, answer, now: now)
            self.resumeScript(fetch.job, .value(value), now: now)
        } catch {
            self.resumeScript(
                fetch.job,
                .failure(self.failure(error, of: "/tool/fetch", at: fetch.position)),
                now: now
            )
        }
    }

    private mutating func value(
        of fetch: FetchRequest,
        _ answer: FetchAnswer,
        now: Duration
    ) throws(CommandTrap) -> ScriptValue {
        guard case .response(let status, let reason, let headers, let body) = answer else {
            guard case .failure(let failure) = answer else { return .nothing }
            throw CommandTrap(failure.message)
        }
        guard (200..<300).contains(status) else { throw CommandTrap(self.statusText(status, reason)) }
        var value = ScriptArray()
        // ASSUMED: which elements there are besides `status` and `data`; kilobytes, rounded up.
        value.set(.number(Int64((body.count + 1023) / 1024)), for: "downloaded")
        value.set(.time(ScriptTime.second), for: "duration")
        value.set(.text("finished"), for: "status")
        switch fetch.output {
        case .none: break
        case .file: try self.writeFile(fetch.file, WordBytes(body), now: now)
        case .user:
            guard body.count <= Self.dataBytesMaximum else { throw CommandTrap(FetchFailure.tooLarge.message) }
            value.set(.string(WordBytes(body)), for: "data")
        case .userWithHeaders:
            guard body.count <= Self.dataWithHeadersBytesMaximum else {
                throw CommandTrap(FetchFailure.tooLarge.message)
            }
            let fields = headers.map { ScriptValue.text("\($0.name): \($0.value)") }
            // ASSUMED: the headers are the first element of `data`, the body the second.
            value.set(.array(ScriptArray([.array(ScriptArray(fields)), .string(WordBytes(body))])), for: "data")
        }
        return .array(value)
    }

    /// `Status 404, Not Found` (manual, Fetch page, an example of December 2025), `Fetch failed with status 405` on 7.18.2
    /// (tty228/mikrotik-scripts#1), `closing connection: <404 Not Found> …` on 6.49 (rekryt/iplist#189).
    ///
    /// ASSUMED: where one took the place of the other.
    private func statusText(_ status: Int, _ reason: String) -> String {
        if self.version >= RouterOSVersion(7, 20) { return "failure: Status \(status), \(reason)" }
        if self.version >= RouterOSVersion(7, 0) { return "failure: Fetch failed with status \(status)" }
        return "failure: closing connection: <\(status) \(reason)>"
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        String(self.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
