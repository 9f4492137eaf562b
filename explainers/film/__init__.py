"""Pictures to files: capturing, painting, encoding and joining frames."""
