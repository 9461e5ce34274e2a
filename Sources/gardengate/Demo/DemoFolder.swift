import Foundation
import Glibc

/// A temporary folder of the owner's alone.
struct DemoFolder: Sendable {
    /// Where it is.
    let path: String

    /// The database in it.
    var database: String { path + "/demo.db" }

    /// Makes the folder.
    init() throws {
        let parent = FileManager.default.temporaryDirectory.path
        var template = Array((parent + "/gardengate-demo-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw CommandFailure(
                "no folder can be made in \(parent): \(String(cString: strerror(errno))); set TMPDIR to one that can be written"
            )
        }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Removes it with all that is in it.
    func remove() throws {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw CommandFailure("the folder \(path) could not be removed: remove it by hand")
        }
    }
}
