extension GuestText {
    /// In German.
    var german: String {
        switch self {
        case .welcome: "Willkommen. Den Code für unser WLAN finden Sie auf Ihrem Gutschein."
        case .code: "Ihr Code"
        case .connect: "Verbinden"
        case .again: "Code noch einmal eingeben"
        case .needsScript: "Diese Seite braucht JavaScript. Bitte erlauben Sie es und öffnen Sie die Seite neu."
        case .consent: "Mit dem Verbinden nehmen Sie die Nutzungsbedingungen an."
        case .account: "Ich habe Benutzername und Passwort"
        case .userName: "Benutzername"
        case .password: "Passwort"
        case .invalidCode:
            "Diesen Code kennen wir nicht, oder seine Zeit ist vorbei. Bitte prüfen Sie ihn und versuchen Sie es erneut."
        case .usedElsewhere: "Dieser Code wird schon auf einem anderen Gerät verwendet."
        case .otherDevice: "Dieser Code gehört zu einem anderen Gerät."
        case .timeIsUp: "Die Zeit dieses Codes ist aufgebraucht."
        case .dataIsUp: "Das Datenvolumen dieses Codes ist aufgebraucht."
        case .inProgress: "Sie werden bereits verbunden. Bitte versuchen Sie es gleich noch einmal."
        case .crowded: "Gerade sind zu viele Gäste online. Bitte versuchen Sie es später erneut."
        case .noAnswer: "Das WLAN antwortet gerade nicht. Bitte versuchen Sie es in einer Minute erneut."
        case .sendAgain: "Das kam nicht an. Bitte versuchen Sie es noch einmal."
        case .notConnected: "Sie sind nicht verbunden."
        case .online: "Sie sind verbunden"
        case .left: "Verbleibende Zeit"
        case .unlimited: "Ohne Zeitlimit"
        case .days: "T"
        case .hours: "h"
        case .minutes: "min"
        case .seconds: "s"
        case .refresh: "Aktualisieren"
        case .logOut: "Abmelden"
        case .loggedOut: "Sie sind abgemeldet"
        case .comeBack: "Sie können sich mit demselben Code wieder verbinden, bis seine Zeit vorbei ist."
        case .connectAgain: "Wieder verbinden"
        case .failed: "Das WLAN hat ein Problem"
        case .toLogin: "Zur Anmeldeseite"
        }
    }
}
