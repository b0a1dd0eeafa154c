"""Language: texts in, claims out. No SQL, no HTTP; of the graph it sees the vocabulary alone."""
