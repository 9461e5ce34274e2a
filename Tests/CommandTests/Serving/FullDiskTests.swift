import Foundation
import RouterOSSimulator
import Testing

/// The disk of the database fills up while a gateway serves: a small file system of its own, which takes a name space of mounts.
@Suite(.timeLimit(.minutes(15)), .enabled(if: FullDisk.isPossible, "no name space of mounts can be made here"))
struct FullDiskTests {
    @Test func `a gateway says once what is the matter, and goes on by itself when there is room`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            let fingerprint = try #require(router.fingerprint)
            let address = "\(router.host):\(router.port)"
            let outcome = try await place.tool(
                "/usr/bin/unshare",
                "--map-root-user",
                "--mount",
                "/bin/bash",
                "-c",
                FullDisk.script,
                CommandProcess.path,
                place.path(""),
                address,
                "pin:\(fingerprint)",
                try place.secretFile()
            )
            #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
            func part(_ name: String) -> String {
                let rest = outcome.output.components(separatedBy: "== \(name)\n").dropFirst().first ?? ""
                return rest.components(separatedBy: "\n== ").first ?? ""
            }
            let database = place.path("disk/gate.db")
            for name in ["create", "key"] {
                #expect(part(name).hasPrefix("error: "), "\(name): \(part(name))")
                #expect(part(name).contains("make room there"), "\(name): \(part(name))")
                #expect(part(name).split(separator: "\n").last == "status 1", "\(name): \(part(name))")
            }
            #expect(part("create").contains("the disk of the database \(database) is full"))
            #expect(part("list before") == part("list full"))
            #expect(part("left of the key").isEmpty, "\(part("left of the key"))")
            let told = part("log").split(separator: "\n").filter { $0.contains("is full") }
            #expect(!told.isEmpty && told.count <= 4, "\(part("log"))")
            #expect(told.allSatisfy { $0.contains(database) })
            // What was made when there was room again reached the router without anybody's doing.
            let codes = part("list after").split(separator: "\n").map(String.init).sorted()
            #expect(codes.count == 5)
            #expect(try await router.managedUsers() == codes)
        }
    }

    @Test func `a result that does not fit where it goes is an error, and what was done stays done`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        let outcome = try await place.tool(
            "/bin/bash",
            "-c",
            #""$0" coupon create --instance Lobby --count 2 --minutes 600 > /dev/full"#,
            CommandProcess.path
        )
        #expect(outcome.status == 1)
        #expect(
            outcome.errorLines.last?.hasPrefix("error: the result could not be written to standard output") == true,
            "\(outcome.errors)"
        )
        #expect(try await place.json("coupon", "list").elements.count == 2)
        let piped = try await place.tool(
            "/bin/bash",
            "-c",
            #"set -o pipefail; "$0" coupon list --json | true"#,
            CommandProcess.path
        )
        #expect(piped.errors.isEmpty, "\(piped.errors)")
    }
}

private enum FullDisk {
    static let isPossible: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.arguments = [
            "--map-root-user", "--mount", "/bin/bash", "-c", "mount -t tmpfs -o size=64k tmpfs /mnt",
        ]
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            return false
        }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// What a person does, each part behind a line with its name; every wait ends with the deadline of the command.
    static let script = #"""
        gate=$0 folder=$1 router=$2 trust=$3 secret=$4
        disk=$folder/disk log=$folder/serve.log
        mkdir "$disk" && mount -t tmpfs -o size=3m tmpfs "$disk" || exit 77
        export GARDENGATE_DATABASE=$disk/gate.db
        codes() { "$gate" coupon list --instance Lobby --json | grep -o '"code": *"[^"]*"' | cut -d'"' -f4 | sort; }
        fill() { cat /dev/zero > "$disk/fill" 2> /dev/null; }
        until_log() { until grep -q "$1" "$log"; do sleep 0.1; done; }
        {
            "$gate" instance add Lobby --session-ttl 12h && "$gate" site add Hotel --instance Lobby &&
                "$gate" device add Hotel "$router" --user admin --trust "$trust" --password-file "$secret" &&
                "$gate" coupon create --instance Lobby --count 3 --minutes 600
        } > /dev/null || exit 78
        "$gate" serve --look-interval 1s 2> "$log" > /dev/null &
        serve=$!
        trap 'kill $serve' EXIT
        until_log "brought into line"
        echo "== list before"; codes
        fill
        until_log "is full"
        echo "== create"; "$gate" coupon create --instance Lobby --count 200 --minutes 600 2>&1; echo "status $?"
        echo "== list full"; codes
        # Long enough for dozens of tries.
        sleep 4
        rm "$disk/fill"
        until [ "$("$gate" coupon create --instance Lobby --count 2 --minutes 600 2> /dev/null | wc -l)" -ge 2 ]; do sleep 0.1; done
        until [ "$(grep -c "brought into line" "$log")" -ge 2 ]; do sleep 0.1; done
        echo "== list after"; codes
        echo "== log"; cat "$log"
        kill $serve; wait $serve || exit 79
        trap - EXIT
        mkdir "$folder/keys" && mount -t tmpfs -o size=4k tmpfs "$folder/keys" || exit 77
        cat /dev/zero > "$folder/keys/fill" 2> /dev/null
        export GARDENGATE_DATABASE=$folder/other.db
        echo "== key"; "$gate" instance add Lobby --key-file "$folder/keys/gate.key" 2>&1; echo "status $?"
        echo "== left of the key"; ls "$folder/keys" | grep -v fill
        exit 0
        """#
}
