import ArgumentParser

/// `gardengate site`.
struct SiteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site",
        abstract: "Places, each served by an instance.",
        discussion: """
            A site is a place with one router or more. A paused site is looked at, never written.

            Example:
              gardengate site add "Hotel Linde" --instance Lobby --subnet 10.5.50.0/24
            """,
        subcommands: [
            SiteAdd.self, SiteList.self, SiteSet.self, SiteWindow.self, SitePause.self, SiteResume.self,
            SiteRemove.self,
        ]
    )
}
