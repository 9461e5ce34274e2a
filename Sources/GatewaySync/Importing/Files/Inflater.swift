import CZlib

/// Unpacks gzip piece by piece, in as little memory as one piece takes.
///
/// A file may consist of several packed ones, one behind the other (RFC 1952, section 2.2); what follows the last one is passed over, as
/// gzip does.
// SAFETY: zlib's state is made in `init`, freed in `deinit`, and reached from nowhere else; nothing of it is `Sendable`.
final class Inflater {
    private enum Position {
        case inside
        case betweenMembers
        case behindAll
    }

    private static let pieceBytes = 65_536
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var piece = [UInt8](repeating: 0, count: Inflater.pieceBytes)
    private var position = Position.inside

    init() {
        stream.initialize(to: z_stream())
        // Fails only without memory.
        precondition(gg_inflate_init_gzip(stream) == Z_OK, "zlib could not begin")
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Whether the end of the input would be the end of what was packed.
    var isComplete: Bool { position != .inside }

    /// The next piece of what was packed; nil when more input is needed.
    ///
    /// - Parameter input: what is packed; what was read of it is taken off.
    /// - Returns: at most 64 KiB, maybe nothing.
    /// - Throws: ``ImportError/damaged(_:)``.
    func next(_ input: inout ArraySlice<UInt8>) throws(ImportError) -> ArraySlice<UInt8>? {
        guard let first = input.first else { return nil }
        if position == .betweenMembers {
            position = first == 0x1F && inflateReset(stream) == Z_OK ? .inside : .behindAll
        }
        if position == .behindAll {
            input = []
            return nil
        }
        let (result, written) = inflateOnce(&input)
        switch result {
        case Z_STREAM_END: position = .betweenMembers
        case Z_OK: break
        default: throw .damaged("its packing breaks off or was changed")
        }
        // Without any output nothing is left to do with this input, unless a member ended in it.
        return written == 0 && input.isEmpty ? nil : piece[..<written]
    }

    // SAFETY: both buffers outlive the call, whose counts are theirs; zlib keeps no pointer that it uses later.
    private func inflateOnce(_ input: inout ArraySlice<UInt8>) -> (result: Int32, written: Int) {
        let (result, left) = input.withUnsafeMutableBufferPointer { bytes in
            piece.withUnsafeMutableBufferPointer { output in
                stream.pointee.next_in = bytes.baseAddress
                stream.pointee.avail_in = UInt32(clamping: bytes.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                let result = inflate(stream, Z_NO_FLUSH)
                return (result, Int(stream.pointee.avail_in) + max(0, bytes.count - Int(UInt32.max)))
            }
        }
        input = input.suffix(left)
        return (result, Self.pieceBytes - Int(stream.pointee.avail_out))
    }
}
