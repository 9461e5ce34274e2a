import Foundation
import GatewayDomain

/// The text that sets a router up, on its way to whoever carries it there.
struct BootstrapScript {
    let bootstrap: RouterBootstrap
    let file: String?

    init(_ bootstrap: RouterBootstrap, file: String?) {
        (self.bootstrap, self.file) = (bootstrap, file)
    }

    /// Writes the file, or prints the text; says what to do with it.
    ///
    /// - Returns: the text.
    func delivered(as output: Output) async throws -> String {
        guard let file else {
            let paste = bootstrap.paste ?? bootstrap.file
            if !output.isJSON {
                Streams.error("Paste this into a terminal of the router, as an administrator. It holds a password:\n")
                Streams.outputText(paste)
            }
            return paste
        }
        let text = bootstrap.file
        try await PrivateFile(file, remedy: "name another file with --file").written { write in try await write(text) }
        if !output.isJSON {
            Streams.error(
                """
                \(file.printable) holds a password. Put it into the router's Files (WinBox, or scp \(file.shellQuoted) \
                admin@\(bootstrap.host):), then run there:
                  /import \(bootstrap.fileName)
                The router removes it when it is done; remove your own copy too. Should it be gone there after a power cut, upload it again.
                """
            )
        }
        return text
    }

    /// What is said before waiting.
    ///
    /// - Parameters:
    ///   - place: where the router is expected.
    ///   - again: the command that goes on; nil for the same one.
    /// - Returns: what is said.
    static func waitingHint(_ place: String, again: String?) -> String {
        """

        Waiting for \(place). Ctrl-C does no harm: \(again ?? "the same command") goes on.
        """
    }
}
