"""Numbers only: the mathematics behind the scenes, on numpy, scipy and sympy."""
