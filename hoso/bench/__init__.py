"""Benchmarks: what the program does and costs, beside its peers, on the same papers in the same run."""
