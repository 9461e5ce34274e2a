/// A phrase of the login page.
///
/// Each language is one function over all of them, so that a phrase without a translation does not compile.
enum GuestText: String, Hashable, Sendable, CaseIterable {
    /// What stands under the portal's name.
    case welcome
    /// The label of the field, and of the code on the status page.
    case code
    /// The button that logs in.
    case connect
    /// The label of the second field of a browser without scripts.
    case again
    /// What a browser without scripts is told where the router takes hashed passwords only.
    case needsScript
    /// What connecting means where there are terms, and what opens them.
    case consent
    /// What opens the form for accounts with a password.
    case account
    /// The label of an account's name.
    case userName
    /// The label of an account's password.
    case password
    /// The code is wrong, or the router holds it no more.
    case invalidCode
    /// As many devices as may be are in with the code.
    case usedElsewhere
    /// The code is bound to another device.
    case otherDevice
    /// The code's time is used up.
    case timeIsUp
    /// The code's data is used up.
    case dataIsUp
    /// A login of this device is under way.
    case inProgress
    /// The router has no place for one more guest.
    case crowded
    /// The router, or the server that it asks, does not do its work.
    case noAnswer
    /// The page's answer did not reach the router as it should.
    case sendAgain
    /// Nobody is logged in.
    case notConnected
    /// The guest is in.
    case online
    /// What stands over the time that is left.
    case left
    /// Stands in its place where nothing limits it.
    case unlimited
    /// Short for days.
    case days
    /// Short for hours.
    case hours
    /// Short for minutes.
    case minutes
    /// Short for seconds.
    case seconds
    /// The button that asks the router again.
    case refresh
    /// The button that logs out.
    case logOut
    /// The guest is out.
    case loggedOut
    /// What that means for the code.
    case comeBack
    /// The way back in.
    case connectAgain
    /// Something is wrong with the hotspot itself.
    case failed
    /// The way to the login page.
    case toLogin

    /// The phrase in a language.
    func callAsFunction(_ language: GuestLanguage) -> String {
        switch language {
        case .english: self.english
        case .german: self.german
        case .french: self.french
        case .spanish: self.spanish
        case .italian: self.italian
        case .portuguese: self.portuguese
        case .russian: self.russian
        }
    }
}
