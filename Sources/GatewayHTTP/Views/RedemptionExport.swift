import GatewayDomain
public import GatewayStore

/// Redemptions as a file for other programs, written page by page: however many there are, no more than one page is in memory.
public struct RedemptionExport: Sendable {
    /// How the file is written.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// A table for spreadsheets, which `gardengate redemption import` reads, too.
        case csv
        /// One JSON object a line, as the list has them.
        case jsonLines = "jsonl"
    }

    /// How many redemptions are read and written at a time.
    static let pageSize = 1000

    private static let columns = ["code", "site", "device", "redeemed_at", "ends_at", "mac", "ip", "source"]

    private let store: Store
    private let selection: RedemptionSelection
    private let format: Format

    /// Makes an export; nothing is read yet.
    ///
    /// - Parameters:
    ///   - store: where the redemptions are.
    ///   - selection: which of them.
    ///   - format: how they are written.
    public init(of store: Store, _ selection: RedemptionSelection, as format: Format) {
        self.store = store
        self.selection = selection
        self.format = format
    }

    /// Writes all of it, the redemptions recorded last first; what comes while it is written is not a part of it.
    ///
    /// - Parameter write: takes the next piece of text.
    /// - Returns: how many redemptions were written.
    /// - Throws: what `write` throws, or why the database cannot be read; then what was written is not all.
    public func write(_ write: (String) async throws -> Void) async throws -> Int {
        if format == .csv {
            var header = CSVText()
            header.add(Self.columns)
            try await write(header.text)
        }
        var (count, cursor) = (0, TimeCursor?.none)
        while true {
            let page = try await store.redemptions(selection, after: cursor, limit: Self.pageSize)
            if !page.isEmpty { try await write(text(of: page)) }
            count += page.count
            guard page.count == Self.pageSize, let last = page.last else { return count }
            cursor = TimeCursor(after: last)
        }
    }

    private func text(of page: [RedemptionRecord]) -> String {
        switch format {
        case .csv:
            var table = CSVText()
            for record in page {
                let redemption = record.redemption
                table.add([
                    record.code, redemption.site.rawValue, redemption.device.rawValue, redemption.at.description,
                    redemption.endsAt.description, redemption.macAddress ?? "", record.address ?? "",
                    record.source.rawValue,
                ])
            }
            return table.text
        case .jsonLines:
            return page.map { String(decoding: RedemptionView(record: $0).json.bytes, as: UTF8.self) + "\n" }.joined()
        }
    }
}
