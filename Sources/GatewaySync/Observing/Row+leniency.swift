import GatewayDomain
import RouterOSAPI

/// Readings for which a value of the wrong kind counts as absent.
///
/// What a device holds is compared with what it should hold; an unreadable value of a row of ours thereby differs from the
/// wanted one and is written again, and one of a foreign row is nobody's business.
extension Row {
    var id: String? {
        // An unreadable id means that there is no row to speak of.
        (try? itemID())??.description
    }

    func seconds(_ name: String) -> Int64? {
        // See above: unreadable counts as absent.
        (try? duration(name))?.map { $0.components.seconds }
    }

    func count(_ name: String) -> Int64? {
        // See above: unreadable counts as absent.
        (try? byteCount(name)) ?? nil
    }

    func flag(_ name: String) -> Bool {
        // See above: unreadable counts as absent.
        ((try? boolean(name)) ?? nil) ?? false
    }

    /// A hardware address in its usual form; all zeros stand for none.
    func hardwareAddress(_ name: String) -> String? {
        // See above: unreadable counts as absent.
        guard let address = (try? macAddress(name)) ?? nil else { return nil }
        let text = address.description
        return text == "00:00:00:00:00:00" ? nil : text
    }

    /// Those of the properties that the row has and that are not empty.
    func texts(of names: [String]) -> [String: String] {
        var texts: [String: String] = [:]
        for name in names {
            guard let text = text(name), !text.isEmpty else { continue }
            texts[name] = text
        }
        return texts
    }
}
