"""What all tests share."""

from hypothesis import settings

# The same examples on every run, so that a failure is one for everybody; no deadline, because two cores are shared.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=50, print_blob=True)
settings.load_profile("ci")
