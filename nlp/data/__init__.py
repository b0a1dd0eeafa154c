"""The compiled tables of known actors, and the programs that compile them."""
