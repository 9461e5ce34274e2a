enum RouterOSConformancePlaceholder {}
