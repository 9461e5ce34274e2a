enum RouterOSAPIPlaceholder {}
