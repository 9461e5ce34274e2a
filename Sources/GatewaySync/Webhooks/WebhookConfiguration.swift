/// How webhooks are told of events.
public struct WebhookConfiguration: Hashable, Sendable {
    /// Whether addresses that are not of the public Internet are connected to, and plain HTTP is sent; not unless changed.
    public var allowsPrivate = false
    /// How many messages are on their way to one webhook at once; 4 unless changed.
    ///
    /// Each webhook has its own, so that a slow receiver delays nobody else.
    public var messagesAtOnceMaximum = 4
    /// How long an attempt may take, from looking up the name to the end of the answer; 15 s unless changed.
    public var attemptDeadline: Duration = .seconds(15)
    /// For how long a delivery is nobody else's once it was taken over; 30 s unless changed.
    ///
    /// A gateway that ends in between leaves it to be made again then.
    public var leaseDuration: Duration = .seconds(30)
    /// How long the body of an answer is read, once it has begun; 2 s unless changed.
    ///
    /// The status has come by then, and is what counts: a body that never ends undoes no delivery.
    public var bodyDeadline: Duration = .seconds(2)
    /// How much of an answer is read; 64 KiB unless changed.
    public var responseBytesMaximum = 64 << 10
    /// How long a gateway that stops waits for answers; 5 s unless changed.
    public var stopGrace: Duration = .seconds(5)

    /// The configuration that holds unless somebody changes it.
    public init() {}
}
