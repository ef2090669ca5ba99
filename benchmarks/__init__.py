"""Benchmarks: what is measured, and against what. They run outside the tests (`make bench`)."""
