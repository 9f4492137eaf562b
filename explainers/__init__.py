"""Mathframes: video lessons on the mathematics of machine learning."""
