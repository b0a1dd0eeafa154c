"""Lists of entities that users bring: read from files, and stored."""
