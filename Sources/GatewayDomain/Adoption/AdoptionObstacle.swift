/// Why a foreign user stays as it is.
public enum AdoptionObstacle: Error, Hashable, Sendable {
    /// Its time was over then.
    case expired(at: Timestamp)
    /// Its online time is used up.
    case timeUsedUp
    /// Its data are used up.
    case dataUsedUp
    /// Somebody switched it off.
    case disabled
    /// The router made it for itself.
    case builtIn
    /// It belongs to another gateway.
    case otherGateway(GatewayID)
    /// No hotspot server of the router serves the instance, or several could.
    case noServer
    /// It belongs to a hotspot server that does not serve the instance.
    case otherServer(String)
    /// The router has several of that name, one for each hotspot server.
    case severalRows
    /// Another router of the site has a foreign user of that name, which was not asked for.
    case alsoOn(host: String)
    /// Another router of the site has a foreign user of that name, which is left for a reason of its own.
    case leftOn(host: String)
    /// Its name has too few letters and digits for a code, or others than A to Z and 0 to 9.
    case noCode
    /// Another one becomes the same code.
    case sameCode(as: String)
    /// The gateway has a coupon or an account of that name.
    case taken
    /// Several devices are in with it, of which a coupon of the instance would let only one stay.
    case severalDevices(Int)
    /// Nobody has used it, and it is bound to a device.
    case bound
    /// Its password is another one than coupons of the instance have.
    case ownPassword
    /// It ends at some time, and an account does not.
    case ends
    /// The router does not show its password, without which an account cannot be kept.
    case hiddenPassword
    /// An account cannot be called so, or have such a password.
    case unusable(String)

    /// Which kind: bounded and constant, for programs.
    public var code: String {
        switch self {
        case .expired: "expired"
        case .timeUsedUp: "time_used_up"
        case .dataUsedUp: "data_used_up"
        case .disabled: "disabled"
        case .builtIn: "built_in"
        case .otherGateway: "other_gateway"
        case .noServer: "no_server"
        case .otherServer: "other_server"
        case .severalRows: "several_rows"
        case .alsoOn: "also_on_another_router"
        case .leftOn: "left_on_another_router"
        case .noCode: "no_code"
        case .sameCode: "same_code"
        case .taken: "taken"
        case .severalDevices: "several_devices"
        case .bound: "bound"
        case .ownPassword: "own_password"
        case .ends: "ends"
        case .hiddenPassword: "hidden_password"
        case .unusable: "unusable"
        }
    }
}

extension AdoptionObstacle: CustomStringConvertible {
    /// Why, and what can be done about it where something can.
    public var description: String {
        switch self {
        case .expired(let end): "its time was over at \(end)"
        case .timeUsedUp: "its time is used up"
        case .dataUsedUp: "its data are used up"
        case .disabled: "it is switched off; enable it on the router if it is to be taken over"
        case .builtIn: "the router made it for itself"
        case .otherGateway(let gateway): "it belongs to gateway \(gateway)"
        case .noServer:
            "no hotspot server of the router serves the instance, or several could; see the findings of gardengate plan"
        case .otherServer(let server): "it belongs to the hotspot server \(server), which the instance does not serve"
        case .severalRows: "the router has several users of that name; remove or rename all but one"
        case .alsoOn(let host):
            "\(host) has one of that name, too, which is not meant; adopt the site as a whole, and mean both"
        case .leftOn(let host):
            "the one of that name on \(host) is left alone; mend what keeps that, or remove or rename it there"
        case .noCode: "a code has 4 to 32 letters A-Z and digits; take it over with --as users, or rename it"
        case .sameCode(let name): "it would have the same code as \(name); rename one of them"
        case .taken: "the gateway has a coupon or an account of that name; rename it on the router"
        case .severalDevices(let count):
            "\(count) devices are in with it, and a coupon of the instance lets one; end the others, or set --devices"
        case .bound: "nobody has used it, and it is bound to a device; clear its mac-address"
        case .ownPassword:
            "its password is not what coupons of the instance have, which the gateway would write to other routers; take it over with --as users, or change its password or that of the instance's coupons"
        case .ends: "it ends at some time, and an account does not; take it over with --as coupons"
        case .hiddenPassword:
            "the router does not show its password; add the policy sensitive to the account's group for the time of adopting"
        case .unusable(let reason): reason
        }
    }
}
