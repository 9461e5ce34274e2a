import Configuration
import Yams

/// What stands in the text of a configuration file, key by key, and where.
///
/// swift-configuration's own reader of YAML tells neither lines nor which keys nobody asked for, so what it would look up is collected here.
struct ConfigurationFileReading {
    /// What the file is called.
    let path: String
    /// What each key is given.
    private(set) var values: [AbsoluteConfigKey: ConfigValue] = [:]
    /// Where each key stands.
    private(set) var lines: [String: Int] = [:]
    /// What is wrong.
    private(set) var problems: [ConfigurationProblem] = []

    /// Deeper sections are none of ours.
    private static let depthMaximum = 4
    /// More than any list of ours is for.
    private static let listCountMaximum = 1000

    /// Begins to read.
    init(path: String) {
        self.path = path
    }

    /// Reads a text.
    ///
    /// - Parameter text: YAML.
    /// - Throws: ``ConfigurationProblem`` when it is none.
    mutating func read(_ text: String) throws(ConfigurationProblem) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw problem(with: error)
        }
        switch root {
        case nil: return
        case .mapping(let mapping)?: read(mapping, below: [])
        case .scalar(let scalar)? where scalar.string.isEmpty: return
        case let node?:
            throw ConfigurationProblem(
                "the file must hold keys with values, such as sync: { look-interval: 60s }",
                origin: path,
                line: node.mark?.line
            )
        }
    }

    private mutating func read(_ mapping: Node.Mapping, below section: [String]) {
        for (name, value) in mapping {
            let line = name.mark?.line
            guard let name = name.string, !name.isEmpty, section.count < Self.depthMaximum else {
                problems.append(ConfigurationProblem("this is no key", origin: path, line: line))
                continue
            }
            let words = section + name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            if case .mapping(let inner) = value, ConfigurationKey.named(words.joined(separator: ".")) == nil {
                read(inner, below: words)
            } else {
                take(value, for: words, line: line)
            }
        }
    }

    private mutating func take(_ value: Node, for words: [String], line: Int?) {
        let name = words.joined(separator: ".")
        guard ConfigurationKey.named(name) != nil else {
            // A section without any key in it, as in the example file.
            if KeyNames.sections.contains(name), value.scalar?.string.isEmpty == true { return }
            problems.append(unknown(name, line: line))
            return
        }
        guard lines[name] == nil else {
            problems.append(
                ConfigurationProblem(
                    "\(name) is given twice, also in line \(lines[name] ?? 0); leave one of them out",
                    origin: path,
                    line: line,
                    key: name
                )
            )
            return
        }
        guard let content = content(of: value) else {
            problems.append(
                ConfigurationProblem(
                    "\(name) has no value; give one, or leave the line out",
                    origin: path,
                    line: line,
                    key: name
                )
            )
            return
        }
        lines[name] = line ?? 0
        values[AbsoluteConfigKey(words)] = ConfigValue(content, isSecret: false)
    }

    private func content(of value: Node) -> ConfigContent? {
        switch value {
        case .scalar(let scalar):
            // An empty text that was written as one is a value, if a wrong one.
            let isNothing = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
            return isNothing ? nil : .string(scalar.string)
        case .sequence(let elements):
            let texts = elements.prefix(Self.listCountMaximum).map { $0.scalar?.string ?? "(not one value)" }
            return .stringArray(Array(texts))
        default:
            return .stringArray(["(keys with values)"])
        }
    }

    private func unknown(_ name: String, line: Int?) -> ConfigurationProblem {
        ConfigurationProblem(KeyNames.unknown(name), origin: path, line: line, key: name)
    }

    private func problem(with error: any Error) -> ConfigurationProblem {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _)?, .parser(_, let problem, let mark, _)?,
            .composer(_, let problem, let mark, _)?:
            ConfigurationProblem("no YAML: \(problem)", origin: path, line: mark.line)
        case .duplicatedKeysInMapping(let keys, let context)?:
            ConfigurationProblem(
                "\(keys.joined(separator: ", ")) is given twice in the section that begins here; leave one of them out",
                origin: path,
                line: context.mark.line
            )
        case .reader(let problem, _, _, _)?:
            ConfigurationProblem("no YAML: \(problem)", origin: path)
        default:
            ConfigurationProblem("no YAML: \(error)", origin: path)
        }
    }
}
