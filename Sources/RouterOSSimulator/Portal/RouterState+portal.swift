/// The hotspot's servlet: which page a request gets (manual, HotSpot customisation page, five kinds of requests).
extension RouterState {
    /// Answers a guest's browser.
    mutating func serve(
        _ request: HotspotRequest,
        now: Duration,
        using generator: inout some RandomNumberGenerator
    ) -> HotspotResponse {
        self.advance(to: now)
        guard self.isHotspotAllowed, let server = self.server(for: request.address) else {
            // ASSUMED: without a hotspot nobody answers here.
            return HotspotResponse(status: "503 Service Unavailable")
        }
        self.seeHost(mac: request.mac, address: request.address, server: server.reference, now: now)
        var visit = self.visit(request, server, now: now)
        self.returnByMACCookie(&visit)
        let files = self.directory(of: server)
        if !self.isOwnHost(request, server) { return self.serveElsewhere(&visit, files) }
        switch visit.page {
        case "":
            return self.redirect(
                &visit,
                to: visit.isLoggedIn ? "status" : "login",
                files,
                instead: visit.isLoggedIn ? "rstatus.html" : "rlogin.html"
            )
        case "login": return self.serveLogin(&visit, server, files, using: &generator)
        case "status":
            if visit.isLoggedIn { return self.page(["status.html"], visit, files) }
            return self.redirect(&visit, to: "login", files, instead: "fstatus.html")
        case "logout": return self.serveLogout(&visit, files)
        // The manual shows the file's text at `/api`.
        case "api": return self.page(["api.json"], visit, files)
        default: return self.page([visit.page], visit, files)
        }
    }

    // MARK: Requests

    private func serveElsewhere(_ visit: inout HotspotVisit, _ files: String) -> HotspotResponse {
        let url = "http://\(visit.request.host)\(visit.request.target)"
        if visit.isLoggedIn {
            // There is no Internet behind a simulated router.
            var response = HotspotResponse(
                body: Array("This is the simulated Internet: \(FormText.encoded(url))\n".utf8)
            )
            response.set("Content-Type", "text/plain")
            return response
        }
        visit.redirect = visit.link("login") + "?dst=" + FormText.encoded(url)
        return self.page(["rlogin.html", "redirect.html"], visit, files)
    }

    private mutating func serveLogin(
        _ visit: inout HotspotVisit,
        _ server: TableRow,
        _ files: String,
        using generator: inout some RandomNumberGenerator
    ) -> HotspotResponse {
        var cookie: HotspotCookie?
        if !visit.isLoggedIn {
            let texts = HotspotErrorTexts(self.fileContents(WordBytes("\(files)/errors.txt")))
            do throws(GuestLoginRefusal) {
                try self.logIn(&visit, texts)
                cookie = self.cookieForBrowser(visit, using: &generator)
            } catch {
                visit.originalError = error.text
                visit.error = texts.text(of: error, user: visit.typedUser, address: visit.request.address)
                if error.isFatal { return self.page(["error.html"], visit, files) }
            }
        }
        if visit.isLoggedIn {
            visit.redirect = visit.origin.isEmpty ? visit.link("status") : visit.origin
            var response = self.page(["alogin.html", "redirect.html"], visit, files)
            if let cookie, let secret = cookie.secret {
                let seconds = (cookie.expiresAt - visit.now).wholeMilliseconds / 1000
                response.set("Set-Cookie", "\(Self.cookieName)=\(secret); Path=/; Max-Age=\(seconds)")
            }
            return response
        }
        if visit.methods.contains("http-chap") {
            // ASSUMED: each login page has a challenge of its own, and the last one of an address is good.
            let challenge = HotspotChallenge(now: visit.now, using: &generator)
            self.hotspot.challenges[visit.request.address] = challenge
            visit.challenge = challenge
        }
        return self.page(visit.error.isEmpty ? ["login.html"] : ["flogin.html", "login.html"], visit, files)
    }

    private mutating func serveLogout(_ visit: inout HotspotVisit, _ files: String) -> HotspotResponse {
        guard visit.isLoggedIn, let session = visit.session else {
            return self.redirect(&visit, to: "login", files, instead: "flogout.html")
        }
        self.logOut(session.id, reason: .userRequest, now: visit.now)
        visit.isLoggedIn = false
        if ["on", "true"].contains(visit.request.fields["erase-cookie"]) {
            let mac = visit.request.mac
            self.removeCookies { $0.mac == mac && !$0.isMACCookie }
        }
        return self.page(["logout.html"], visit, files)
    }

    private func redirect(_ visit: inout HotspotVisit, to page: String, _ files: String, instead own: String)
        -> HotspotResponse
    {
        visit.redirect = visit.link(page)
        return self.page([own, "redirect.html"], visit, files)
    }

    // MARK: Pages

    /// The first of some files that there is, filled in.
    private func page(_ names: [String], _ visit: HotspotVisit, _ files: String) -> HotspotResponse {
        for name in names {
            // A file of the guest's subdirectory goes before one of the directory itself.
            let contents =
                self.fileContents(WordBytes("\(files)/\(visit.target)\(name)"))
                ?? self.fileContents(WordBytes("\(files)/\(name)"))
            guard let contents else { continue }
            var response = HotspotResponse()
            let ending = name.split(separator: ".").last.map(String.init) ?? ""
            response.set("Content-Type", Self.contentTypes[ending] ?? "application/octet-stream")
            response.set("Cache-Control", "no-cache")
            guard ["html", "htm", "txt", "json"].contains(ending) else {
                response.body = contents.bytes
                return response
            }
            let output = HotspotTemplate.render(contents.bytes) { visit.value($0) }
            response.body = output.body
            response.status = output.status ?? response.status
            for header in output.headers { response.set(header.name, header.value) }
            return response
        }
        return HotspotResponse(status: "404 Not Found", body: Array("Error 404: Not Found\n".utf8))
    }

    /// The directory of the pages: the override, when it is there and not empty, else the usual one.
    private func directory(of server: TableRow) -> String {
        let profile = self.serverProfile(of: server)
        let own = profile?.bytes("html-directory-override")?.text ?? ""
        if !own.isEmpty, self.hasFiles(in: own) { return own }
        return profile?.bytes("html-directory")?.text ?? "hotspot"
    }

    private static let contentTypes = [
        "html": "text/html", "htm": "text/html", "txt": "text/plain", "json": "application/json", "css": "text/css",
        "js": "text/javascript", "svg": "image/svg+xml", "png": "image/png",
    ]

    // MARK: Visits

    private func visit(_ request: HotspotRequest, _ server: TableRow, now: Duration) -> HotspotVisit {
        let profile = self.serverProfile(of: server)
        let address = profile?.bytes("hotspot-address")?.text ?? ""
        let name = profile?.bytes("dns-name")?.text ?? ""
        let interface = server.bytes("interface")?.text ?? ""
        let parts = request.path.split(separator: "/").map(String.init)
        let folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") : request.fields["target"] ?? ""
        let session = self.hotspot.sessions.first { $0.address == request.address }
        var visit = HotspotVisit(
            request: request,
            now: now,
            identity: self.tables[Menu.systemIdentity.path]?.allRows().first?.bytes("name")?.text ?? "MikroTik",
            server: (server.bytes("name")?.text ?? "", interface),
            hostname: name.isEmpty ? address : name,
            methods: Set((profile?.bytes("login-by") ?? "cookie,http-chap").commaSeparated().map(\.text)),
            base: "http://" + (self.isOwnHost(request, server) ? request.host : request.authority),
            target: folder.isEmpty ? "" : folder + "/"
        )
        visit.session = session
        visit.isLoggedIn = session != nil
        return visit
    }

    /// Whether a request is for the hotspot itself: its address, its name, or where this machine reaches it.
    private func isOwnHost(_ request: HotspotRequest, _ server: TableRow) -> Bool {
        if request.host == request.authority { return true }
        let host = request.host.prefix { $0 != ":" }.lowercased()
        let profile = self.serverProfile(of: server)
        let own = ["hotspot-address", "dns-name"].compactMap { profile?.bytes($0)?.text.lowercased() }
        return host == "localhost" || own.contains(host)
    }
}

extension HotspotVisit {
    /// The page that is asked for, without the guest's subdirectory.
    var page: String { self.request.path.split(separator: "/").last.map(String.init) ?? "" }
}
