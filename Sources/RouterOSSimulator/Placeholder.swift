enum RouterOSSimulatorPlaceholder {}
