"""The scenes, one file each, by topic."""
