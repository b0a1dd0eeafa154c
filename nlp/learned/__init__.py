"""The learned reader: a small trained network that reads claims in sentences no rule foresaw, offline, on one core."""
