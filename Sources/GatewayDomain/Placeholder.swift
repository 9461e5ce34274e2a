enum GatewayDomainPlaceholder {}
