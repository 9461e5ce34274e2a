enum GatewaySyncPlaceholder {}
