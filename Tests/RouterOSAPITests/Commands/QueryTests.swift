import TestSeeds
import Testing

@testable import RouterOSAPI

struct QueryTests {
    @Test func `tests are written with their operators`() {
        #expect(Query.equal("name", "a=b").words == ["?name=a=b"])
        #expect(Query.present("comment").words == ["?comment"])
        #expect(Query.absent("dynamic").words == ["?-dynamic"])
        #expect(Query.less("x", than: "1").words == ["?<x=1"])
        #expect(Query.greater("comment", than: "").words == ["?>comment="])
        #expect(Query.id(ItemID(number: 10)).words == ["?.id=*A"])
    }

    @Test func `the examples of the manual are written as there`() {
        let either: Query = .equal("type", "ether") || .equal("type", "vlan")
        #expect(either.words == ["?type=ether", "?type=vlan", "?#|"])
        #expect((.equal("a", "1") && .equal("b", "2")).words == ["?a=1", "?b=2"])
        #expect((!(.equal("a", "1") && .equal("b", "2"))).words == ["?a=1", "?b=2", "?#&", "?#!"])
    }

    @Test func `many alternatives keep the router's stack shallow`() {
        let query = Query.any((0..<4).map { .equal("name", "\($0)") })
        #expect(query.words == ["?name=0", "?name=1", "?#|", "?name=2", "?#|", "?name=3", "?#|"])
    }

    /// A row that has some of the properties a, b and c, each with a value of one digit.
    private typealias Properties = [String: Int]

    private indirect enum Wanted {
        case has(String), lacks(String), equal(String, Int), not(Wanted), all([Wanted]), any([Wanted])

        var query: Query {
            switch self {
            case .has(let name): .present(name)
            case .lacks(let name): .absent(name)
            case .equal(let name, let value): .equal(name, "\(value)")
            case .not(let wanted): !wanted.query
            case .all(let parts): .all(parts.map(\.query))
            case .any(let parts): .any(parts.map(\.query))
            }
        }

        func holds(for row: Properties) -> Bool {
            switch self {
            case .has(let name): row[name] != nil
            case .lacks(let name): row[name] == nil
            case .equal(let name, let value): row[name] == value
            case .not(let wanted): !wanted.holds(for: row)
            case .all(let parts): parts.allSatisfy { $0.holds(for: row) }
            case .any(let parts): parts.contains { $0.holds(for: row) }
            }
        }

        static func random(_ depth: Int, _ generator: inout SeededGenerator) -> Wanted {
            let name = ["a", "b", "c"].randomElement(using: &generator) ?? "a"
            func parts() -> [Wanted] {
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in self.random(depth - 1, &generator) }
            }
            switch Int.random(in: 0..<(depth > 0 ? 6 : 3), using: &generator) {
            case 0: return .has(name)
            case 1: return .lacks(name)
            case 2: return .equal(name, Int.random(in: 0...2, using: &generator))
            case 3: return .not(self.random(depth - 1, &generator))
            case 4: return .all(parts())
            default: return .any(parts())
            }
        }
    }

    /// The stack machine of the manual's API page, of which queries use `?name`, `?-name`, `?name=x`, `?#!`, `?#&` and `?#|`.
    private func router(keeps row: Properties, by words: [String]) -> Bool {
        var stack: [Bool] = []
        for word in words {
            switch word {
            case "?#!": stack.append(!(stack.popLast() ?? true))
            case "?#&":
                let (top, next) = (stack.popLast() ?? true, stack.popLast() ?? true)
                stack.append(top && next)
            case "?#|":
                let (top, next) = (stack.popLast() ?? true, stack.popLast() ?? true)
                stack.append(top || next)
            default:
                let test = word.dropFirst()
                let parts = test.split(separator: "=", maxSplits: 1)
                if test.hasPrefix("-") {
                    stack.append((test == "-.id" ? 1 : row[String(test.dropFirst())]) == nil)
                } else if parts.count == 2 {
                    stack.append(row[String(parts[0])].map { "\($0)" == parts[1] } ?? false)
                } else {
                    stack.append((test == ".id" ? 1 : row[String(test)]) != nil)
                }
            }
        }
        return !stack.contains(false)
    }

    @Test func `a router keeps exactly the rows that are meant`() {
        var generator = Seed.generator
        for _ in 0..<3_000 {
            let wanted = Wanted.random(3, &generator)
            let words = wanted.query.words
            for _ in 0..<8 {
                var row: Properties = [:]
                for name in ["a", "b", "c"] where Bool.random(using: &generator) {
                    row[name] = Int.random(in: 0...2, using: &generator)
                }
                #expect(self.router(keeps: row, by: words) == wanted.holds(for: row), "seed \(generator.seed) \(words)")
            }
        }
    }
}
