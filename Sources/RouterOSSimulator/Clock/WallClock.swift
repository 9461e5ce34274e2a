#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The time of day of this machine, from which simulated routers start.
enum WallClock {
    static var epochSeconds: Int64 {
        Int64(time(nil))
    }
}
