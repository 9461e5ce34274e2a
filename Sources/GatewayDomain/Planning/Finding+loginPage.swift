extension Finding {
    /// Guests see the page that the router brought along.
    static func stockLoginPage(_ server: String, instance: String) -> Finding {
        Finding(
            .stockLoginPage,
            subject: server,
            message: "Guests of \(server) see the router's stock login page, which asks for a name and a password.",
            remedy:
                "Run gardengate site set with --instance \"\(instance)\" --login-page on, to have the gateway's page there."
        )
    }

    /// The page would be shown to the guests of other servers, too.
    static func sharedServerProfile(_ profile: String, servers: [String]) -> Finding {
        Finding(
            .loginPage,
            subject: profile,
            message:
                "The login page waits: its server profile \(profile) is used more than once (\(servers.joined(separator: ", "))).",
            remedy: "Give each hotspot server a profile of its own under /ip/hotspot/profile."
        )
    }

    /// Somebody chose another page.
    static func otherLoginPage(_ server: String, directory: String, profile: String) -> Finding {
        Finding(
            .loginPage,
            subject: server,
            message:
                "The login page waits: \(server) shows pages of the directory \(directory), which is not the gateway's.",
            remedy:
                "Clear html-directory-override of \(profile) under /ip/hotspot/profile, if the gateway's page is to be shown."
        )
    }

    /// A file of it is longer than a router takes.
    static func largeLoginPage(_ server: String, file: LoginPage.File) -> Finding {
        Finding(
            .loginPage,
            subject: server,
            message:
                "The login page waits: \(file.name) has \(file.contents.utf8.count) bytes, and a router takes \(LoginPage.fileBytesMaximum).",
            remedy: "Shorten the terms of the instance."
        )
    }

    /// The router's files cannot be read.
    static func unreadableFiles(_ server: String) -> Finding {
        Finding(
            .loginPage,
            subject: server,
            message:
                "The login page of \(server) waits: the gateway's account may not read /file, or the router is too old for it.",
            remedy:
                "Give the account's group the policies read, write and ftp, and RouterOS 7.10 or later to the router."
        )
    }
}
