"""Each beat by itself: clips and stills in every format, for slides and pages."""
