/// A script stops at its first error, in a pipe too, and can be run as it is.
struct ScriptRule {
    /// What is wrong with the script `file`, whose run bit is `isExecutable`.
    func violations(in file: SourceFile, isExecutable: Bool) -> [Violation] {
        var found: [Violation] = []
        if file.lines.first != "#!/usr/bin/env bash" {
            found.append(Violation(path: file.path, line: 1, message: "begins with #!/usr/bin/env bash"))
        }
        if !isExecutable {
            found.append(Violation(path: file.path, line: 0, message: "has no run bit: chmod +x"))
        }
        let firstCommand = file.lines.first { !$0.hasPrefix("#") && !$0.allSatisfy(\.isWhitespace) }
        if firstCommand != "set -euo pipefail" {
            found.append(Violation(path: file.path, line: 0, message: "its first command is not set -euo pipefail"))
        }
        return found
    }
}
