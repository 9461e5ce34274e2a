/// The pages that a simulated router has from the factory.
///
/// They stand in for MikroTik's own, of which nothing is copied: the same names, fields and ways through them, in as few words as will do.
enum HotspotPages {
    static let files: [(name: String, contents: WordBytes)] = [
        ("login.html", WordBytes(login)), ("alogin.html", WordBytes(redirect)), ("redirect.html", WordBytes(redirect)),
        ("status.html", WordBytes(status)), ("logout.html", WordBytes(logout)), ("error.html", WordBytes(error)),
        ("md5.js", WordBytes(md5)), ("api.json", WordBytes(api)), ("errors.txt", WordBytes(errors)),
    ]

    private static let login = """
        <!DOCTYPE html><title>Hotspot login</title>
        <h1>$(server-name)</h1>$(if error)<p id="error">$(error)</p>$(endif)
        $(if chap-id)<script src="/md5.js"></script>
        <form name="hashed" action="$(link-login-only)" method="post"><input type="hidden" name="username">
        <input type="hidden" name="password"><input type="hidden" name="dst" value="$(link-orig)"></form>
        <script>function hash(){var h=document.hashed,l=document.login;h.username.value=l.username.value;
        h.password.value=hexMD5('$(chap-id)'+l.password.value+'$(chap-challenge)');h.submit();return false}</script>$(endif)
        <form name="login" action="$(link-login-only)" method="post" $(if chap-id)onsubmit="return hash()"$(endif)>
        <input type="hidden" name="dst" value="$(link-orig)">
        <p>Name <input name="username" value="$(username)"></p><p>Password <input name="password" type="password"></p>
        <button>Log in</button></form>
        """

    private static let redirect = """
        $(if http-status == 302)Found$(endif)$(if http-header == "Location")$(link-redirect)$(endif)\
        <!DOCTYPE html><title>Hotspot</title><a href="$(link-redirect)">Go on</a>
        """

    private static let status = """
        <!DOCTYPE html><title>Hotspot status</title>
        <p>$(username) is logged in from $(ip) for $(uptime)$(if session-time-left), $(session-time-left) left$(endif).</p>
        <p>$(bytes-in-nice) up, $(bytes-out-nice) down</p><form action="$(link-logout)"><button>Log out</button></form>
        """

    private static let logout = """
        <!DOCTYPE html><title>Hotspot logout</title><p>$(username) logged out after $(uptime).</p>
        <a href="$(link-login)">Log in</a>
        """

    private static let error = """
        <!DOCTYPE html><title>Hotspot error</title><p id="error">$(error)</p><a href="$(link-login)">Log in</a>
        """

    /// RFC 8908, in the form that the manual shows (HotSpot page).
    private static let api = """
        {"captive": $(if logged-in == 'yes')false$(else)true$(endif), \
        $(if session-timeout-secs != 0)"seconds-remaining": $(session-timeout-secs), $(endif)\
        "user-portal-url": "$(link-login-only)", "can-extend-session": true}
        """

    private static let errors = """
        # key = text; $(error-orig), $(ip) and $(username) may be used
        internal-error = internal error ($(error-orig))
        config-error = configuration error ($(error-orig))
        """

    private static let md5 = """
        function hexMD5(s){var K=[],w=[],h=[1732584193,-271733879,-1732584194,271733878],
        r=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21],l=s.length,e=(l+8>>6)*16+14,i,j,q,g,A,B,C,D;
        for(i=0;i<64;i++)K[i]=Math.abs(Math.sin(i+1))*4294967296|0;
        for(i=0;i<=l;i++)w[i>>2]|=(i<l?s.charCodeAt(i):128)<<i%4*8;
        w[e]=l*8;
        for(i=0;i<e;i+=16){A=h[0];B=h[1];C=h[2];D=h[3];
        for(j=0;j<64;j++){q=j>>4;g=[j,5*j+1,3*j+5,7*j][q]%16;
        g=[B&C|~B&D,D&B|~D&C,B^C^D,C^(B|~D)][q]+A+K[j]+(w[i+g]|0)|0;
        A=D;D=C;C=B;q=r[q*4+j%4];B=B+(g<<q|g>>>32-q)|0}
        h=[h[0]+A|0,h[1]+B|0,h[2]+C|0,h[3]+D|0]}
        for(i=0,g="";i<16;i++)g+=(256|h[i>>2]>>i%4*8&255).toString(16).slice(1);
        return g}
        """
}
