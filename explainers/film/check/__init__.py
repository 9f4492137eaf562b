"""Whether pictures can be read: Pictures in, findings out."""
