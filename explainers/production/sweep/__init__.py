"""One scene with many parameters: a film or a picture for each row of a table, or for each student."""
