public import GatewayDomain

/// What the store can answer instead of a result.
///
/// Each description is one line that names the thing and the remedy.
public enum StoreError: Error, Hashable, Sendable {
    /// Nothing of this kind has this id or name.
    case notFound(kind: Kind, reference: String)
    /// Several of this kind bear this name; only an id tells which is meant.
    case ambiguous(kind: Kind, name: String, count: Int)
    /// The change contradicts what is already there; the text says what.
    case conflict(String)
    /// A value of the portal is outside of its bounds.
    case invalidValue(PortalValueError)
    /// An order of coupons is refused.
    case invalidOrder(CouponError)
    /// A template makes no codes for what it was asked.
    case refusedByTemplate(TemplateError)
    /// Something else that was handed over cannot be kept.
    case invalid(field: String, reason: String)
    /// The database cannot be used right now; the text says why and what to do.
    case unavailable(String)
    /// The database holds what this version cannot have written.
    case damaged(String)
    /// The database was written by a newer version; `step` is the first step of its structure that is unknown here.
    case newerSchema(step: String, file: String)
    /// The database exists, its key file does not.
    case keyMissing(file: String)
    /// Others than the owner may read the key file. `mode` is its permission bits in octal.
    case keyExposed(file: String, mode: String)
    /// The key file is not the one that this database was made with.
    case keyMismatch(file: String)
    /// What stands in the key file's place is no key: it is empty, was cut short, or is something else.
    case keyInvalid(file: String)
    /// A plan cannot be confirmed.
    case unusablePlan(PlanProblem)
    /// Another worker took over the device, because the lease ran out.
    case leaseLost(device: String)
    /// The same request was made before, and this is the answer that it got then; nothing was changed this time.
    case alreadyAnswered(KeptAnswer)
    /// The same request was made before and took effect, but its answer was lost; nothing was changed this time.
    case idempotencyUnanswered(key: String)
    /// Another request was made with this key before; nothing was changed this time.
    case idempotencyMismatch(key: String)

    /// The kinds of things that can be looked up.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// An instance.
        case instance
        /// A site.
        case site
        /// A device.
        case device
        /// A coupon.
        case coupon
        /// A named account.
        case hotspotUser = "hotspot user"
        /// An entry of a walled garden.
        case walledGardenEntry = "walled-garden entry"
        /// A coupon schedule.
        case couponSchedule = "coupon schedule"
        /// A request to push.
        case pushRequest = "push request"
        /// A coupon template.
        case couponTemplate = "coupon template"
        /// An API client.
        case apiClient = "API client"
        /// A token.
        case token
        /// A guest of a site.
        case guest
        /// A run.
        case syncRun = "run"
        /// A webhook.
        case webhook
        /// What is sent to a webhook about an event.
        case delivery
        /// A router that dials the gateway.
        case tunnelRouter = "router in the tunnel"
    }
}

extension StoreError: CustomStringConvertible {
    /// What is wrong, and what to do about it, in one line without secrets.
    public var description: String {
        switch self {
        case .notFound(let kind, let reference):
            "there is no \(kind.rawValue) \"\(reference)\"; list them to see what there is"
        case .ambiguous(let kind, let name, let count):
            "\(count) \(kind.rawValue)s are called \"\(name)\"; give the id of the one that is meant"
        case .conflict(let text): text
        case .invalidValue(let error): error.description
        case .invalidOrder(let error): error.description
        case .refusedByTemplate(let error): error.description
        case .invalid(let field, let reason): "\(field): \(reason)"
        case .unavailable(let text): text
        case .damaged(let text):
            "the database holds what this version does not understand: \(text); restore a backup or use the version that wrote it"
        case .newerSchema(let step, let file):
            "the database \(file) was written by a newer version of gardengate (step \"\(step)\" is unknown here), and nothing "
                + "was changed: use that version, or a backup that is older"
        case .keyMissing(let file):
            "the key file \(file) of this database is missing: passwords cannot be unsealed; restore it from the backup, "
                + "which must hold the database and the key file, or say where it is with --key-file"
        case .keyExposed(let file, let mode):
            "others may read the key file \(file) (mode \(mode)); run: chmod 600 \(file)"
        case .keyMismatch(let file):
            "the key file \(file) does not belong to this database; restore both from the same backup"
        case .keyInvalid(let file):
            "the key file \(file) holds no key (64 hexadecimal digits); restore it from the backup of this database"
        case .unusablePlan(let problem): problem.description
        case .leaseLost(let device):
            "another worker took over device \(device) in the meantime; it will be looked at again"
        case .alreadyAnswered: "the same request was made and answered before"
        case .idempotencyUnanswered(let key):
            "the request with the idempotency key \"\(key)\" took effect, but its answer was lost; "
                + "look at what it made, and take a new key for another one"
        case .idempotencyMismatch(let key):
            "another request was made with the idempotency key \"\(key)\"; take a new key for each request"
        }
    }
}
