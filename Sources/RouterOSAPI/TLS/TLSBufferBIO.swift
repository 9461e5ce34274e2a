import COpenSSL

/// The `BIO` through which OpenSSL reads and writes a ``TLSSession``'s buffers, in both directions.
///
/// A memory BIO of OpenSSL's own would keep every byte once more and never give its memory back.
enum TLSBufferBIO {
    // SAFETY: made once under Swift's own lock for globals, complete before anybody can see it, and never changed or freed.
    private nonisolated(unsafe) static let method: OpaquePointer? = {
        guard let method = gg_bio_method_new("gardengate ByteBuffer") else { return nil }
        BIO_meth_set_create(method) { bio in
            BIO_set_init(bio, 1)
            return 1
        }
        BIO_meth_set_read_ex(method) { bio, bytes, count, moved in
            guard let bio, let bytes, let moved, let session = TLSBufferBIO.session(of: bio) else { return 0 }
            gg_bio_clear_retry(bio)
            let done = session.moveInbound(to: UnsafeMutableRawPointer(bytes), count: count)
            moved.pointee = done
            if done == 0 { gg_bio_retry_read(bio) }
            return done > 0 ? 1 : 0
        }
        BIO_meth_set_write_ex(method) { bio, bytes, count, moved in
            guard let bio, let bytes, let moved, let session = TLSBufferBIO.session(of: bio) else { return 0 }
            gg_bio_clear_retry(bio)
            session.moveOutbound(from: UnsafeRawBufferPointer(start: bytes, count: count))
            moved.pointee = count
            return 1
        }
        // OpenSSL flushes at the end of each flight and takes 0 for a failure; what else it asks, it can do without.
        BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
        return method
    }()

    /// A new BIO, which `SSL_set_bio` takes over.
    static func make() -> OpaquePointer? {
        guard let method else { return nil }
        return BIO_new(method)
    }

    /// Lets the BIO find the session.
    ///
    /// The session owns the `SSL` that owns the BIO, so the BIO never outlives it.
    // SAFETY: not retained, since the session frees the SSL, and with it the BIO, in its deinit.
    static func attach(_ bio: OpaquePointer, to session: TLSSession) {
        BIO_set_data(bio, Unmanaged.passUnretained(session).toOpaque())
    }

    /// The session of a BIO that ``make()`` made.
    // SAFETY: the data is the session of `attach`, which is alive whenever OpenSSL calls for its SSL.
    static func session(of bio: OpaquePointer?) -> TLSSession? {
        guard let data = BIO_get_data(bio) else { return nil }
        return Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue()
    }
}
