import Foundation
import Testing

/// Holds the whole tree against the rules that the compiler and the formatter do not know.
@Suite struct RepositoryTests {
    /// Read and cut into lines once for all tests.
    private static let read = Result { try Repository.files(below: ["Sources", "Tests"]).filter(\.isSwift) }
    let swift: [SourceFile]

    init() throws {
        swift = try Self.read.get()
    }

    @Test func `the tree is found`() throws {
        #expect(swift.count > 20)
        #expect(try Repository.file("Package.swift") != nil)
    }

    @Test func `each module imports only what its row of the table allows`() {
        expectNone(swift.flatMap(ImportRule().violations))
    }

    @Test func `nothing in the table of imports points up`() {
        for (index, row) in ImportRule.table.enumerated() {
            let below = Set(ImportRule.table[(index + 1)...].map(\.module))
            #expect(row.own.isSubset(of: below), "\(row.module) names a module that does not stand below it")
        }
    }

    @Test func `files and functions stay short`() {
        expectNone(swift.flatMap(LengthRule().violations))
    }

    @Test func `no word stops the program or marks unfinished work`() {
        expectNone(swift.flatMap(BannedWordRule().violations))
    }

    @Test func `no error is lost without a reason`() {
        expectNone(swift.flatMap(LostErrorRule().violations))
    }

    @Test func `what the compiler cannot check says why it holds`() {
        expectNone(swift.flatMap(SafetyRule().violations))
    }

    @Test func `assumptions are marked in the form that can be counted`() {
        expectNone(swift.flatMap(AssumedRule().violations))
        let count = swift.filter(\.isSource).map(AssumedRule.count).reduce(0, +)
        print("Assumed, neither measured nor published: \(count) behaviours of the simulator")
    }

    @Test func `no word points outside of the repository`() throws {
        var files = try Repository.files(below: ["Sources", "Tests", "script", "fixtures", ".ci"])
        for path in ["README.md", "CONTRIBUTING.md", "Package.swift"] {
            files += try [Repository.file(path)].compactMap(\.self)
        }
        expectNone(files.flatMap(ForeignWordRule().violations))
    }

    @Test func `each script can be run and stops at its first error`() throws {
        let scripts = try Repository.files(below: ["script", ".ci"])
        #expect(scripts.map(\.path).contains("script/test"))
        expectNone(
            scripts.flatMap { ScriptRule().violations(in: $0, isExecutable: Repository.isExecutable($0.path)) }
        )
    }

    @Test func `each fixture says where it comes from`() throws {
        let readme = try Repository.file("fixtures/README.md")?.lines.joined(separator: "\n")
        expectNone(FixtureRule().violations(in: try Repository.files(below: ["fixtures"]), readme: readme))
    }
}
