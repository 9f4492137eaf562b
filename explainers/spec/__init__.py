"""What was asked for: parameters, lessons, settings and data, checked before any work begins."""
