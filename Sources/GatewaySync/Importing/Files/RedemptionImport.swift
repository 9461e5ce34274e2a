public import GatewayDomain
public import GatewayStore
public import NIOCore

/// Imports the redemptions that a file tells of: logs of a site's router, or exports.
///
/// Read as it comes and recorded a batch at a time, so that neither the file's size nor the number of its lines costs memory. A line is
/// recorded once, however often its file is imported; when an import breaks off, importing the file again goes on with the rest.
public struct RedemptionImport: Sendable {
    /// How far an import has come.
    public struct Progress: Hashable, Sendable {
        /// Bytes of the file, as it is packed.
        public var bytes: Int64
        /// Lines that are recorded, or passed over.
        public var lines: Int
    }

    private let store: Store
    private let site: Site
    private let device: Device?
    private let devices: [Device]
    private let options: ImportOptions
    private let now: @Sendable () -> Timestamp

    /// Prepares imports for a site.
    ///
    /// - Parameters:
    ///   - store: the record. Of what it is acting for, one note is kept an import, with the first batch that changes something.
    ///   - site: the site.
    ///   - device: whose log it is; nil when the site has one device only, or the file names them.
    ///   - options: what is said about the file.
    ///   - now: the time.
    /// - Throws: ``ImportError/noDevice(site:)``, ``PortalValueError`` for an unknown time zone, and ``StoreError``.
    public init(
        into store: Store,
        at site: Site,
        device: Device?,
        options: ImportOptions,
        now: @escaping @Sendable () -> Timestamp
    ) async throws {
        self.store = store
        self.site = site
        self.options = options
        self.now = now
        devices = try await store.devices(at: site.id)
        guard !devices.isEmpty else { throw ImportError.noDevice(site: site.name) }
        self.device = device ?? (devices.count == 1 ? devices[0] : nil)
        _ = try LogClock(timeZone: options.timeZone, reference: now())
    }

    /// Imports a file.
    ///
    /// - Parameters:
    ///   - chunks: its bytes, in pieces of any size.
    ///   - progress: hears how far it has come, after each piece.
    ///   - listener: hears what became of each line, in their order, but for those about something else. Default: nobody.
    /// - Returns: what became of its lines.
    /// - Throws: ``ImportError``, ``StoreError``, and what the chunks or the listener throw. What came before is recorded then.
    public func run<Chunks: AsyncSequence>(
        _ chunks: Chunks,
        progress: @Sendable (Progress) -> Void = { _ in },
        listener: (@Sendable (ImportSummary.Line) async throws -> Void)? = nil
    ) async throws -> ImportSummary where Chunks.Element == ByteBuffer {
        let rehearsal = options.isDryRun ? try store.rehearsal() : nil
        do {
            let recorder = ImportRecorder(
                store: store,
                site: site,
                device: device,
                devices: devices,
                batch: options.loginsPerTransaction,
                rehearsal: rehearsal,
                now: now(),
                listener: listener
            )
            let summary = try await run(chunks, recorder, progress)
            try rehearsal?.close()
            return summary
        } catch {
            // The first error says more than one of closing would.
            try? rehearsal?.close()
            throw error
        }
    }

    private func run<Chunks: AsyncSequence>(
        _ chunks: Chunks,
        _ recorder: consuming ImportRecorder,
        _ progress: @Sendable (Progress) -> Void
    ) async throws -> ImportSummary where Chunks.Element == ByteBuffer {
        var reader = try ImportReader(options, now: now())
        var bytes: Int64 = 0
        do {
            for try await chunk in chunks {
                try Task.checkCancellation()
                bytes += Int64(chunk.readableBytes)
                reader.feed(Array(chunk.readableBytesView)[...])
                while let lines = try reader.next() { try await recorder.take(lines) }
                progress(Progress(bytes: bytes, lines: recorder.summary.lines))
            }
            try await recorder.take(try reader.finish())
        } catch let cut as ImportCut {
            try await recorder.take(cut.lines)
            try await recorder.flush()
            throw cut.error
        } catch {
            // What could be read is worth as much as if the rest had come.
            try await recorder.flush()
            throw error
        }
        try await recorder.flush()
        progress(Progress(bytes: bytes, lines: recorder.summary.lines))
        var summary = recorder.summary
        summary.format = reader.format
        return summary
    }
}
