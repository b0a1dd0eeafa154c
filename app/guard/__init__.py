"""Who may ask what, how often and how much: keys, scopes, rates, limits and the headers of every answer."""
