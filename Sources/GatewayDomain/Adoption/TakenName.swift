/// Who has a name that a foreign user would get.
public enum TakenName: Hashable, Sendable {
    /// A coupon, with the name that it has on routers, and whether it was taken over from another tool.
    case coupon(name: String, instance: Instance.ID, isAdopted: Bool)
    /// An account of the site, with its name, and whether it was taken over.
    case account(name: String, isAdopted: Bool)
    /// An account of another site.
    case accountElsewhere
}
