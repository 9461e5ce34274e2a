import Testing

@testable import gardengate

/// Connections are bounded by how many files may be open.
@Suite struct OpenFilesTests {
    @Test(arguments: [
        (12_000, 1_048_576, 12_000), (12_000, 12_512, 12_000), (12_000, 12_511, 11_999), (12_000, 1024, 512),
        (12_000, 1000, 500), (12_000, 1, 1), (3, 1024, 3),
    ])
    func `connections leave room for everything else`(wanted: Int, allowed: Int, bound: Int) {
        #expect(OpenFiles.connections(wanted: wanted, allowed: allowed) == bound)
    }

    @Test func `too few are told with what is done about it and the remedy`() throws {
        #expect(OpenFiles.shortage(allowed: 12_512, connections: 12_000) == nil)
        let told = try #require(OpenFiles.shortage(allowed: 1024, connections: 2000))
        #expect(told.contains("1024 open files are allowed") && told.contains("no more than 512 connections"))
        #expect(told.contains("LimitNOFILE="))
    }
}
