/// How a guest gets in by the hotspot's pages.
extension RouterState {
    /// ASSUMED: what the cookie is called.
    static let cookieName = "hotspot-cookie"

    /// Tries what the request offers: a name and a password, else a cookie.
    ///
    /// Nothing is tried where it offers neither.
    mutating func logIn(_ visit: inout HotspotVisit, _ texts: HotspotErrorTexts) throws(GuestLoginRefusal) {
        let fields = visit.request.fields
        visit.typedUser = fields["username"] ?? ""
        var login = GuestLogin(
            user: WordBytes(visit.typedUser),
            password: nil,
            address: visit.request.address,
            mac: visit.request.mac,
            method: .httpPAP,
            traffic: self.traits.defaultTraffic
        )
        login.errorTexts = texts
        if visit.typedUser.isEmpty {
            guard visit.methods.contains("cookie"), let cookie = self.cookie(of: visit) else { return }
            login.user = cookie.user
            login.method = .cookie
            // A cookie that lets nobody in any more is no error of the guest.
            guard (try? self.logIn(login, now: visit.now)) != nil else { return }
        } else {
            try self.prove(&login, password: WordBytes(fields["password"] ?? ""), visit)
            try self.logIn(login, now: visit.now)
            self.hotspot.challenges[login.address] = nil
        }
        visit.session = self.hotspot.sessions.first { $0.address == visit.request.address }
        visit.isLoggedIn = visit.session != nil
    }

    /// Says how the password is to be taken.
    ///
    /// ASSUMED: 32 hexadecimal digits are taken for the answer to a challenge where there is one, all else for a password in
    /// clear; where only hashed ones are allowed, that is `chap-missing`.
    private mutating func prove(
        _ login: inout GuestLogin,
        password: WordBytes,
        _ visit: HotspotVisit
    ) throws(GuestLoginRefusal) {
        let isDigest = password.bytes.count == 32 && password.text.allSatisfy(\.isHexDigit)
        let challenge = self.hotspot.challenges[login.address].flatMap { challenge in
            visit.now - challenge.madeAt < HotspotChallenge.lifetime ? challenge : nil
        }
        if visit.methods.contains("http-chap"), isDigest, let challenge {
            login.method = .httpCHAP
            login.proof = HotspotProof(challenge: challenge, answer: password)
        } else if visit.methods.contains("http-pap") {
            login.password = password
        } else {
            let refusal = visit.methods.contains("http-chap") ? GuestLoginRefusal.challengeMissing : .invalidUser
            let who = "\(login.user) (\(login.address.text))"
            self.writeLog("hotspot,info,debug", "\(who): login failed: \(login.wording(of: refusal))", now: visit.now)
            throw refusal
        }
    }

    private func cookie(of visit: HotspotVisit) -> HotspotCookie? {
        guard let secret = visit.request.cookie(Self.cookieName) else { return nil }
        return self.hotspot.cookies.first { $0.secret == secret && $0.mac == visit.request.mac }
    }

    /// What the browser keeps, if the router made a cookie for it.
    mutating func cookieForBrowser(_ visit: HotspotVisit, using generator: inout some RandomNumberGenerator)
        -> HotspotCookie?
    {
        guard visit.isLoggedIn,
            let index = self.hotspot.cookies.firstIndex(where: {
                $0.mac == visit.request.mac && !$0.isMACCookie && $0.secret == nil
            })
        else { return nil }
        self.hotspot.cookies[index].secret = String(generator.next() as UInt64, radix: 16)
        return self.hotspot.cookies[index]
    }

    /// A device that the router remembers is let in as soon as it sends anything (manual, HotSpot page).
    mutating func returnByMACCookie(_ visit: inout HotspotVisit) {
        let mac = visit.request.mac
        guard !visit.isLoggedIn, visit.methods.contains("mac-cookie"),
            let cookie = self.hotspot.cookies.first(where: { $0.isMACCookie && $0.mac == mac })
        else { return }
        let login = GuestLogin(
            user: cookie.user,
            password: nil,
            address: visit.request.address,
            mac: mac,
            method: .macCookie,
            traffic: self.traits.defaultTraffic
        )
        // One that lets nobody in any more is taken away by the login itself.
        guard (try? self.logIn(login, now: visit.now)) != nil else { return }
        visit.session = self.hotspot.sessions.first { $0.address == visit.request.address }
        visit.isLoggedIn = visit.session != nil
    }
}
