import ArgumentParser
import Testing

@testable import gardengate

@Suite struct SimulateCommandTests {
    @Test func `without options it is one router where api-ssl lives`() throws {
        let command = try SimulateCommand.parse([])
        #expect(command.devices == 1)
        #expect(command.listen == ListenAddress(host: "127.0.0.1", port: 8729))
        #expect(command.chosenTLS == .certificate)
        #expect(command.routeros == "7.22.3")
    }

    @Test func `a router from the factory has no certificate, unless one is asked for`() throws {
        #expect(try SimulateCommand.parse(["--factory"]).chosenTLS == .anonymous)
        #expect(try SimulateCommand.parse(["--factory", "--tls", "certificate"]).chosenTLS == .certificate)
    }

    @Test(arguments: [
        (["--devices", "0"], "--devices"), (["--devices", "1001"], "--devices"),
        (["--listen", "127.0.0.1"], "--listen"),
        (["--listen", "127.0.0.1:65536"], "--listen"), (["--listen", ":1"], "--listen"),
        (["--listen", "127.0.0.1:65535", "--devices", "2"], "65535"), (["--routeros", "5.26"], "--routeros"),
        (["--routeros", "x"], "--routeros"), (["--latency", "61s"], "--latency"),
        (["--clock-speed", "-1"], "--clock-speed"), (["--clock-after-boot", "x"], "--clock-after-boot"),
        (["--time-server-delay", "2d"], "--time-server-delay"), (["--flash-delay", "x"], "--flash-delay"),
        (["--power-cut-every", "0s"], "--power-cut-every"), (["--user", ""], "--user"),
        (["--password", "a", "--password-file", "b"], "--password"),
    ])
    func `bad input names its option`(arguments: [String], named: String) {
        do {
            _ = try SimulateCommand.parse(arguments)
            Issue.record("\(arguments) was accepted")
        } catch {
            #expect(SimulateCommand.message(for: error).contains(named))
        }
    }

    @Test func `an IPv6 address stands in brackets`() throws {
        #expect(ListenAddress(argument: "[::1]:8729") == ListenAddress(host: "::1", port: 8729))
        #expect(ListenAddress(argument: "::1:8729") == nil)
    }
}
