"""Fetching news from feeds and lists of addresses: for the command line alone, politely, and from public addresses only."""
