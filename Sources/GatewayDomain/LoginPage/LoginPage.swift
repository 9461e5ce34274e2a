/// The pages that a router shows to guests, for one instance: a form with one field for the code, and what comes after it.
///
/// A pure function from what is set to files. The files ask nothing of other hosts, and need none but the router: a guest who
/// is not in reaches nothing else. That is why the theme's `logo` and `icon`, which are addresses elsewhere, are not shown.
public struct LoginPage: Hashable, Sendable {
    /// One file of the hotspot's directory.
    public struct File: Hashable, Sendable {
        /// Its name within the directory.
        public var name: String
        /// What is in it, UTF-8.
        public var contents: String

        /// Makes a file.
        ///
        /// - Parameters:
        ///   - name: its name within the directory.
        ///   - contents: what is in it.
        public init(name: String, contents: String) {
            self.name = name
            self.contents = contents
        }
    }

    /// How many bytes a file may have so that a router takes it in one write: 60,000 (`REST_FILE_WRITE_CAP_BYTES` of
    /// tikoci/centrs; the manual's Files page says 60 KB).
    public static let fileBytesMaximum = 60_000

    /// The portal's name, as guests see it.
    public var name: String
    /// Its colours.
    public var theme: Theme
    /// What guests agree to by connecting; nil or nothing but spaces for none.
    public var terms: String?
    /// Whether a code is its own password, or has none.
    public var password: Instance.CouponPassword
    /// Whether there is a second form, for accounts whose password is not their name.
    public var hasAccounts: Bool
    /// The languages that it speaks: the guest's browser chooses, and without scripts, or without a match, it is the first.
    public var languages: [GuestLanguage]

    /// Describes the pages of an instance.
    ///
    /// - Parameters:
    ///   - instance: whose name, theme, terms and kind of password they have.
    ///   - hasAccounts: whether guests may also log in by name and password.
    ///   - languages: what it speaks, the first by default; without repetitions, all unless given.
    public init(
        _ instance: Instance,
        hasAccounts: Bool = false,
        languages: [GuestLanguage] = GuestLanguage.allCases
    ) {
        self.name = instance.name
        self.theme = instance.theme
        self.terms = instance.termsText
        self.password = instance.couponPassword
        self.hasAccounts = hasAccounts
        self.languages = languages
    }

    /// The files, in the order of their names.
    public var files: [File] {
        let redirect = render(.redirect)
        return [
            File(name: "alogin.html", contents: redirect),
            File(name: "api.json", contents: render(.api)),
            File(name: "error.html", contents: render(.error)),
            File(name: "errors.txt", contents: errorTexts),
            File(name: "login.html", contents: render(.login)),
            File(name: "logout.html", contents: render(.logout)),
            File(name: "redirect.html", contents: redirect),
            File(name: "status.html", contents: render(.status)),
        ]
    }

    /// What the files are called.
    public static let fileNames = [
        "alogin.html", "api.json", "error.html", "errors.txt", "login.html", "logout.html", "redirect.html",
        "status.html",
    ]

    /// The language of whoever has none of the others.
    var language: GuestLanguage { languages.first ?? .english }

    private func render(_ template: LoginPageTemplate) -> String {
        LoginPageRendering(page: self, template: template).text
    }
}
