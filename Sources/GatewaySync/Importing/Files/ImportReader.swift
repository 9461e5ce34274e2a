import GatewayDomain

/// Turns the bytes of a file into what its lines say: unpacked, cut into lines, in the format that they show.
///
/// Give it bytes, ask for lines until there are none, and give it more. It never holds more than a piece of 64 KiB and one line,
/// whatever the file does.
struct ImportReader {
    private enum Packing {
        case unknown
        case none
        case gzip(Inflater)
    }

    private enum Lines {
        case text(TextLogReader)
        case csv(RecordReader)
        case json(RecordReader)
    }

    private let options: ImportOptions
    private let times: ImportTimes
    private var packing = Packing.unknown
    private var input: ArraySlice<UInt8> = []
    private var head: [UInt8] = []
    private var lines: Lines?
    private var splitter = LineSplitter()

    /// How the file is written, once that is known.
    private(set) var format: ImportFormat?

    init(_ options: ImportOptions, now: Timestamp) throws(PortalValueError) {
        self.options = options
        times = ImportTimes(now: now)
        // An unknown zone is refused before anything is read.
        _ = try LogClock(timeZone: options.timeZone, reference: now)
    }

    /// Takes the bytes that come next in the file.
    mutating func feed(_ bytes: ArraySlice<UInt8>) {
        input = input.isEmpty ? bytes : (input + bytes)[...]
    }

    /// What the next lines say; nil when more bytes are needed.
    mutating func next() throws -> [ImportedLine]? {
        if case .unknown = packing {
            guard input.count > 1 else { return nil }
            choosePacking()
        }
        guard let piece = try nextPiece() else { return nil }
        return try lines == nil ? collect(piece) : read(splitter.lines(in: piece))
    }

    /// What is left once the file is at its end.
    mutating func finish() throws -> [ImportedLine] {
        choosePacking()
        var result: [ImportedLine] = []
        while let piece = try nextPiece() {
            result += try lines == nil ? collect(piece) : read(splitter.lines(in: piece))
        }
        if lines == nil { result += try begin(isWhole: true) }
        if let last = splitter.last() { result += read([last]) }
        if case .gzip(let inflater) = packing, !inflater.isComplete {
            throw ImportCut(lines: result, error: .damaged("it ends before what was packed does"))
        }
        return result
    }

    private mutating func choosePacking() {
        guard case .unknown = packing else { return }
        packing = FileHead.packing(of: input) == "gzip" ? .gzip(Inflater()) : .none
    }

    private mutating func nextPiece() throws(ImportError) -> ArraySlice<UInt8>? {
        if case .gzip(let inflater) = packing { return try inflater.next(&input) }
        guard !input.isEmpty else { return nil }
        defer { input = [] }
        return input
    }

    /// Collects the head of the file; lines that are too long tell nothing, and are not waited for.
    private mutating func collect(_ piece: ArraySlice<UInt8>) throws -> [ImportedLine] {
        var piece = piece
        var result: [ImportedLine] = []
        if splitter.isSkipping {
            guard let end = piece.firstIndex(of: UInt8(ascii: "\n")) else { return [] }
            result = read(splitter.lines(in: piece[...end]))
            piece = piece[(end + 1)...]
        }
        head += piece
        if head.contains(UInt8(ascii: "\n")) {
            if head.count >= FileHead.bytes { result += try begin(isWhole: false) }
        } else if head.count > LogText.maximumLineBytes {
            if FileHead.looksBinary(head[...]) { throw ImportError.binary }
            _ = splitter.lines(in: head[...])
            head = []
        }
        return result
    }

    private mutating func begin(isWhole: Bool) throws -> [ImportedLine] {
        format = try FileHead.format(of: head[...], given: options.format, isWhole: isWhole)
        // There was something, and nothing of it was short enough to be a line.
        if format == nil, splitter.isSkipping { throw ImportError.unknownFormat }
        lines =
            switch format {
            case .csv: .csv(try RecordReader(options, now: times.now))
            case .jsonl: .json(try RecordReader(options, now: times.now))
            case .routeros, .syslog, nil: .text(try TextLogReader(options.format, options, now: times.now))
            }
        defer { head = [] }
        return read(splitter.lines(in: head[...]))
    }

    private mutating func read(_ found: [LineSplitter.Line]) -> [ImportedLine] {
        found.map { line in
            ImportedLine(number: line.number, content: content(of: line))
        }
    }

    private mutating func content(of line: LineSplitter.Line) -> ImportedLine.Content {
        guard !line.isTooLong else { return .unreadable("it has more than \(LogText.maximumLineBytes) bytes") }
        switch lines {
        case .text(var reader):
            lines = nil
            defer { lines = .text(reader) }
            return reader.read(line.bytes, times)
        case .csv(var reader):
            lines = nil
            defer { lines = .csv(reader) }
            return reader.row(line.bytes, times)
        case .json(var reader):
            lines = nil
            defer { lines = .json(reader) }
            return reader.object(line.bytes, times)
        case nil:
            return .passedOver
        }
    }
}

/// A file that breaks off: what its last whole lines say, and why there are no more.
struct ImportCut: Error {
    let lines: [ImportedLine]
    let error: ImportError
}
