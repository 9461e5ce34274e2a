import RouterOSAPI

/// Carries out a check and judges how it ended.
enum ConformanceVerdict {
    /// How long a check may take.
    private static let limit = Duration.seconds(60)

    /// How many characters of what was seen are kept.
    private static let textMaximum = 400

    /// Runs a check, but not for ever.
    static func result(of check: ConformanceCheck, _ context: ConformanceContext) async -> ConformanceResult {
        await withTaskGroup(of: ConformanceResult?.self) { group in
            group.addTask { await self.judged(check, context) }
            group.addTask {
                // Ends early when the check is over, which nobody has to know.
                try? await Task.sleep(for: self.limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? ConformanceResult(check, .untried("no end within \(RouterOSDuration(self.limit))"))
        }
    }

    private static func judged(_ check: ConformanceCheck, _ context: ConformanceContext) async -> ConformanceResult {
        var figures: [String: Double] = [:]
        let outcome: ConformanceResult.Outcome
        do {
            if let answer = try await check.run(context) {
                figures = answer.figures
                outcome = .answered(self.publishable(answer.text, context))
            } else {
                outcome = .holds
            }
        } catch let skip as ConformanceSkip {
            outcome = .inapplicable(skip.reason)
        } catch let obstacle as ConformanceObstacle {
            outcome = .untried(obstacle.reason)
        } catch let error as RouterOSError {
            outcome = self.outcome(of: error, context)
        } catch {
            outcome = .differs(self.publishable("\(error)", context))
        }
        return ConformanceResult(check, outcome, figures: figures)
    }

    private static func outcome(
        of error: RouterOSError,
        _ context: ConformanceContext
    ) -> ConformanceResult.Outcome {
        guard let trap = error.trap else {
            // The label only: the description may name the router's address.
            return .untried("the connection did not last (\(error.label))")
        }
        let text = self.publishable("\(trap)", context)
        let command = error.command ?? "a command"
        // What the account may not do says nothing about RouterOS.
        if trap.kind == .notEnoughPermissions { return .untried("this account may not: \(command): \(text)") }
        return .differs("\(command) was refused: \(text)")
    }

    /// The text without the random part of own names, which differs each time, and not longer than somebody reads.
    private static func publishable(_ text: String, _ context: ConformanceContext) -> String {
        var own = String(text.replacing(context.prefix, with: "").map { $0.isNewline || $0 < " " ? " " : $0 })
        if own.count > self.textMaximum { own = own.prefix(self.textMaximum) + "…" }
        return own
    }
}
