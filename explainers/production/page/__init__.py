"""The page of a lesson: to watch, read, try and download, without a network."""
