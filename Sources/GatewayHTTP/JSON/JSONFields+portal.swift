import GatewayDomain

/// What bodies of several operations have in common.
extension JSONFields {
    /// Refuses null where it could be taken for something else than leaving the member out, with more effect than was meant.
    func refuseNull(_ name: String) throws(APIError) {
        guard isNull(name) else { return }
        throw .invalid(self.name(name), "cannot be null; give a value, or leave it out")
    }

    /// The guests' networks somewhere.
    func subnets(_ name: String) throws(APIError) -> [Subnet] {
        guard let texts = try optionalStrings(name, countMaximum: 64) else { throw .missing(self.name(name)) }
        var subnets: [Subnet] = []
        for (index, text) in texts.enumerated() {
            guard let subnet = Subnet(text) else {
                throw .invalid(self.name("\(name)[\(index)]"), "must be an IPv4 network as 10.5.50.0/24")
            }
            subnets.append(subnet)
        }
        return subnets
    }

    /// A password: at most 128 bytes, and nothing that a keyboard does not have.
    func optionalPassword(_ name: String) throws(APIError) -> Secret? {
        guard let text = try optionalString(name) else { return nil }
        let isTyped = text.unicodeScalars.allSatisfy {
            $0.properties.generalCategory != .control && $0 != "\u{2028}" && $0 != "\u{2029}"
        }
        guard text.utf8.count <= 128, isTyped else {
            throw .invalid(self.name(name), "must be a string of at most 128 bytes without control characters")
        }
        return Secret(text)
    }

    /// A password that has to be there; it may be empty.
    func password(_ name: String) throws(APIError) -> Secret {
        guard let password = try optionalPassword(name) else { throw .missing(self.name(name)) }
        return password
    }
}
