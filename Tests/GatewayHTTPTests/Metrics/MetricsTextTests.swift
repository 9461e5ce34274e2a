import Testing

@testable import GatewayHTTP

/// The text form that Prometheus reads.
@Suite struct MetricsTextTests {
    @Test func `a family has its help and kind once, before its samples`() {
        var page = MetricsText()
        page.add(
            "gate_doors_total",
            .counter,
            "Doors.",
            [MetricsText.Sample(2, ("side", "left"), ("open", "no")), MetricsText.Sample(3.5, ("side", "right"))]
        )
        page.add("gate_weight_grams", .gauge, "Weight.", 12_000_000)
        page.add("gate_nothing", .gauge, "Nothing.", [])
        #expect(
            page.text == """
                # HELP gate_doors_total Doors.
                # TYPE gate_doors_total counter
                gate_doors_total{side="left",open="no"} 2
                gate_doors_total{side="right"} 3.5
                # HELP gate_weight_grams Weight.
                # TYPE gate_weight_grams gauge
                gate_weight_grams 12000000

                """
        )
    }

    @Test func `what would end a label or a line is escaped, and nothing else`() {
        var page = MetricsText()
        page.add("gate", .gauge, "A \"gate\\\n", [MetricsText.Sample(1, ("name", "a\"b\\c\nd é"))])
        #expect(
            page.text == """
                # HELP gate A "gate\\\\\\n
                # TYPE gate gauge
                gate{name="a\\"b\\\\c\\nd é"} 1

                """
        )
    }

    @Test func `classes of a histogram count everything below their bound`() {
        var page = MetricsText()
        page.add(
            "gate_seconds",
            "Time.",
            label: "of",
            bounds: [0.5, 1],
            [(value: "door", counts: [2, 0, 1], sum: 7.25)]
        )
        #expect(
            page.text == """
                # HELP gate_seconds Time.
                # TYPE gate_seconds histogram
                gate_seconds_bucket{of="door",le="0.5"} 2
                gate_seconds_bucket{of="door",le="1"} 2
                gate_seconds_bucket{of="door",le="+Inf"} 3
                gate_seconds_sum{of="door"} 7.25
                gate_seconds_count{of="door"} 3

                """
        )
    }

    @Test(arguments: [
        (0.0, "0"), (-3, "-3"), (0.1, "0.1"), (1e18, "1000000000000000000"), (1e300, "1e+300"), (.nan, "NaN"),
        (.infinity, "+Inf"), (-.infinity, "-Inf"),
    ])
    func `a number is written as it can be read back`(value: Double, text: String) {
        var page = MetricsText()
        page.add("gate", .gauge, "Gate.", [MetricsText.Sample(value)])
        #expect(page.text.hasSuffix("\ngate \(text)\n"), "\(page.text)")
    }
}
