/// A template on its way to a file: `{{phrase}}` becomes a phrase of the page's first language, `{{#phrase}}` its place in the
/// tables of all, and `{{>part}}` a part of the page.
///
/// What is put in is not looked at again, so a name with `{{` in it stays a name.
struct LoginPageRendering {
    let page: LoginPage
    let template: LoginPageTemplate

    /// The phrases that the page translates by a script, in the order in which its tables hold them.
    private let phrases: [GuestText]

    init(page: LoginPage, template: LoginPageTemplate) {
        self.page = page
        self.template = template
        var phrases: [GuestText] = []
        let parts = Self.parts(template.source + (template == .login ? page.accountForm + page.termsBox : ""))
        for case .value(let name) in parts where name.first == "#" {
            guard let text = GuestText(rawValue: String(name.dropFirst())), !phrases.contains(text) else { continue }
            // The script finds the smaller units behind the largest.
            phrases += text == .days ? [.days, .hours, .minutes, .seconds] : [text]
        }
        if template == .login { phrases += LoginPage.errorPhrases }
        self.phrases = phrases
    }

    /// The file.
    var text: String {
        fill(LoginPageTemplate.lean(template.source))
    }

    private func fill(_ source: String) -> String {
        Self.parts(source).map { part in
            switch part {
            case .text(let text): String(text)
            case .value(let name): value(String(name))
            }
        }.joined()
    }

    private func value(_ name: String) -> String {
        switch name.first {
        case "#": GuestText(rawValue: String(name.dropFirst())).flatMap(phrases.firstIndex).map(String.init) ?? ""
        case ">": part(String(name.dropFirst()))
        default:
            switch name {
            case "name": PageText.html(page.name)
            case "language": page.language.rawValue
            default: GuestText(rawValue: name).map { PageText.html($0(page.language)) } ?? ""
            }
        }
    }

    private func part(_ name: String) -> String {
        switch name {
        case "style": fill(LoginPageTemplate.lean(LoginPageTemplate.style))
        case "palette": LoginPagePalette(page.theme).css
        case "scheme": LoginPagePalette(page.theme).scheme
        case "sign": Self.sign
        case "texts": table
        case "translate": fill(Self.translator)
        case "password": page.password == .code ? "u" : "\"\""
        case "again": fill(page.secondField)
        case "accounts": fill(page.accountForm)
        case "terms": fill(page.termsBox)
        case "termsText": PageText.paragraphs(page.terms ?? "")
        default: ""
        }
    }

    /// The translations as a script's object: an array for each language.
    private var table: String {
        let rows = page.languages.map { language in
            language.rawValue + ":[" + phrases.map { PageText.script($0(language)) }.joined(separator: ",") + "]"
        }
        return "{" + rows.joined(separator: ",") + "}"
    }

    private enum Part {
        case text(Substring)
        case value(Substring)
    }

    private static func parts(_ source: String) -> [Part] {
        var parts: [Part] = []
        var rest = source[...]
        while let opening = rest.firstRange(of: "{{"), let closing = rest[opening.upperBound...].firstRange(of: "}}") {
            parts.append(.text(rest[..<opening.lowerBound]))
            parts.append(.value(rest[opening.upperBound..<closing.lowerBound]))
            rest = rest[closing.upperBound...]
        }
        return parts + [.text(rest)]
    }

    /// Three waves and a dot.
    private static let sign = """
        <svg class="sign" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" \
        aria-hidden="true"><path d="M2.5 9.5a14 14 0 0 1 19 0M6 13.2a9 9 0 0 1 12 0M9.3 16.8a4.2 4.2 0 0 1 5.4 0"/>\
        <circle cx="12" cy="20" r=".6" fill="currentColor"/></svg>
        """

    /// Puts a page into the guest's language that has nothing else to do.
    private static let translator = """
        <script>
        (function(){
        var d=document,T={{>texts}},n=navigator.languages||[navigator.language],t,i,k;
        for(i=0;i<n.length&&!t;i++)if(T[k=(n[i]+"").slice(0,2)])t=k;
        if(!t)return;
        d.documentElement.lang=t;
        n=d.querySelectorAll("[data-t]");
        for(i=0;i<n.length;i++)n[i].textContent=T[t][n[i].getAttribute("data-t")]
        })()
        </script>
        """
}

extension LoginPage {
    /// What a browser without scripts shows beside the code: the same once more, where the router wants it as a password too.
    var secondField: String {
        switch password {
        case .code:
            """
            <noscript><label for="again" style="margin-top:16px">{{again}}</label>\
            <input id="again" class="code" name="password" required maxlength="64" pattern="[A-Z0-9]+" title="A-Z, 0-9"></noscript>
            """
        case .empty:
            "<input type=\"hidden\" name=\"password\" value=\"\">"
        }
    }

    /// The form for accounts, or nothing.
    var accountForm: String {
        guard hasAccounts else { return "" }
        return """
            <details><summary data-t="{{#account}}">{{account}}</summary>
            <form name="account" action="login" method="post">
            <label for="user" data-t="{{#userName}}">{{userName}}</label>
            <input id="user" name="username" required autocapitalize="none" autocorrect="off" spellcheck="false" autocomplete="username">
            <label for="pass" data-t="{{#password}}">{{password}}</label>
            <input id="pass" name="password" type="password" autocomplete="current-password">
            <button class="plain" data-t="{{#connect}}">{{connect}}</button>
            </form></details>
            """
    }

    /// The terms, or nothing.
    var termsBox: String {
        guard let terms, terms.contains(where: { !$0.isWhitespace }) else { return "" }
        return """
            <details><summary data-t="{{#consent}}">{{consent}}</summary><div tabindex="0">{{>termsText}}</div></details>
            """
    }
}
