import CReferenceCounts
import GatewayDomain
import Testing

/// How often references are counted for a user that is as it should be, without optimization: what one more costs.
///
/// Comparing is what a gateway does all day; whatever copies a user or its texts on the way shows here first. The bound is what was counted
/// with Swift 6.3.1 and a twentieth more.
@Suite(.enabled(if: gg_counts_references() != 0)) struct PlannerReferenceCountTests {
    private static func operations(users count: Int) -> UInt64 {
        let users = (0..<count).map { Sample.user("GUEST\($0)") }
        let desired = Sample.desired(users)
        let observed = Sample.observed(users.enumerated().map { Sample.row($1, id: "*\($0)") })
        let before = gg_reference_operations()
        let plan = Planner.plan(desired: desired, observed: observed)
        let operations = gg_reference_operations() - before
        #expect(plan.isEmpty)
        return operations
    }

    @Test func `a user that is as it should be`() {
        let (fewer, more) = (Self.operations(users: 1000), Self.operations(users: 2000))
        let each = (Double(more) - Double(fewer)) / 1000
        #expect(each > 0 && each <= 1800, "\(each)")
    }
}
