"""How fast chains of contacts are found in large graphs, beside other ways to find them: `python -m tests.benchmarks.paths`."""
