"""The click commands: parse, call, print. What they do is in the rooms that they call."""
