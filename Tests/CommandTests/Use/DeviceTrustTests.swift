import Foundation
import RouterOSSimulator
import Testing

/// How a router is recognised, and where its password may not be.
@Suite struct DeviceTrustTests {
    @Test func `without a terminal the error shows the fingerprint and the flag, and the flag works`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite()
            let fingerprint = "\(try #require(router.fingerprint))"
            let secret = try place.secretFile()
            let arguments = [
                "device", "add", "Hotel Linde", "\(router.host):\(router.port)", "--user", "admin",
                "--password-file", secret,
            ]
            let asked = try await place.run(arguments)
            #expect(asked.status == 1)
            #expect(asked.errorLines.count == 1)
            #expect(asked.errors.contains("shows the certificate \(fingerprint)"))
            #expect(asked.errors.contains("--trust pin:\(fingerprint)"))
            #expect(try await router.activity().logins == 0)
            let devices = try await place.json("device", "list")
            #expect(devices == .array([]))

            let added = try await place.run(arguments + ["--trust", "pin:\(fingerprint)"])
            #expect(added.status == 0, "\(added.errors)")
            #expect(try await router.activity().logins == 1)
        }
    }

    @Test func `a router without a certificate needs the word anonymous, and is insecure ever after`() async throws {
        try await SimulatedRouter.running {
            $0.tls = .anonymous
        } _: { router in
            let place = try Workplace()
            try await place.makeSite()
            let address = "\(router.host):\(router.port)"
            let secret = try place.secretFile()
            let arguments = ["device", "add", "Hotel Linde", address, "--user", "admin", "--password-file", secret]
            let asked = try await place.run(arguments)
            #expect(asked.status == 1)
            #expect(asked.errors.contains("\(address) has no certificate"))
            #expect(asked.errors.contains("--trust anonymous"))

            let added = try await place.run(arguments + ["--trust", "anonymous", "--json"])
            #expect(added.status == 0, "\(added.errors)")
            #expect(added.errors.contains("insecure"))
            #expect(try JSONValue(parsing: added.output)["insecure"] == .boolean(true))
            _ = try await place.coupons(1)
            let push = try await place.run("push", "Hotel Linde")
            #expect(push.status == 0)
            #expect(push.errors.contains("insecure"))
            let (list, status) = (try await place.text("device", "list"), try await place.text("status"))
            #expect(list.contains("INSECURE") && status.contains("INSECURE"))
            #expect(try await router.managedUsers().count == 1)
        }
    }

    @Test func `a password comes by standard input or a file, and is seen nowhere`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite()
            let address = "\(router.host):\(router.port)"
            let arguments = [
                "device", "add", "Hotel Linde", address, "--user", "admin",
                "--trust", "pin:\(try #require(router.fingerprint))",
            ]
            let asked = try await place.run(arguments)
            #expect(asked.status == 1)
            #expect(asked.errors.contains("--password-file"))
            let added = try await place.run(arguments + ["--password-file", "-"], input: Workplace.password + "\n")
            #expect(added.status == 0, "\(added.errors)")
            try await place.text("device", "set", address, "--password-file", place.secretFile())
            let help = try await place.text("device", "add", "--help")
            #expect(!help.contains("--password "))
            let refused = try await place.run(arguments + ["--password", Workplace.password])
            #expect(refused.status == 64)

            try await place.text("push", "Hotel Linde", "--json")
            try await place.text("status", "--json")
            try await place.text("device", "list", "--json")
            #expect(!place.everythingPrinted.contains(Workplace.password))
            let bytes = try place.databaseBytes()
            #expect(bytes.count > 4096)
            #expect(bytes.range(of: Data(address.utf8.prefix(9))) != nil, "the database is what is looked at")
            #expect(bytes.range(of: Data(Workplace.password.utf8)) == nil)
        }
    }

    @Test func `the arguments of a command that runs hold no password`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite("Hotel Linde", router)
            // A router that answers nothing keeps the command waiting while it is looked at.
            try await router.setFaults { $0.isSilent = true }
            let push = try place.start(["push", "Hotel Linde"])
            try await router.reached(connections: 2)
            let words = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(push.id)/cmdline"))
            #expect(words.range(of: Data("Hotel Linde".utf8)) != nil)
            #expect(words.range(of: Data(Workplace.password.utf8)) == nil)
            let variables = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(push.id)/environ"))
            #expect(variables.range(of: Data(Workplace.password.utf8)) == nil)
            push.signal(SIGKILL)
            #expect(await push.outcome().status == 128 + SIGKILL)
        }
    }
}
