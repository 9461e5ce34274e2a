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
    ///   - progress: hears how far it has come, after each batch.
    /// - Returns: what became of its lines.
    /// - Throws: ``ImportError``, ``StoreError``, and what the chunks throw. What came before is recorded then.
    public func run<Chunks: AsyncSequence>(
        _ chunks: Chunks,
        progress: @Sendable (Progress) -> Void = { _ in }
    ) async throws -> ImportSummary where Chunks.Element == ByteBuffer {
        let begin = now()
        let place = ImportPlace(site: site.id, devices: devices.map(\.id))
        var reader = try ImportReader(options, place: place, now: begin)
        var recorder = ImportRecorder(store: store, site: site, device: device, hosts: hosts, options, now: begin)
        var bytes: Int64 = 0
        do {
            for try await chunk in chunks {
                try Task.checkCancellation()
                bytes += Int64(chunk.readableBytes)
                reader.feed(Array(chunk.readableBytesView)[...])
                while let lines = try reader.next() {
                    if try await recorder.take(lines) { progress(Progress(bytes: bytes, lines: recorder.lines)) }
                }
            }
            _ = try await recorder.take(try reader.finish())
        } catch let cut as ImportCut {
            _ = try await recorder.take(cut.lines)
            try await recorder.flush()
            throw cut.error
        } catch {
            // What could be read is worth as much as if the rest had come.
            try await recorder.flush()
            throw error
        }
        try await recorder.flush()
        progress(Progress(bytes: bytes, lines: recorder.lines))
        recorder.summary.format = reader.format
        return recorder.summary
    }

    private var hosts: [String] { devices.map { "\($0.host):\($0.port)" } }
}
