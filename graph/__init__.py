"""Who took part in what, on which evidence: storage, resolution and traversal. No language, no HTTP."""
