"""Who may do what: accounts, sessions, tokens, limits, and the guard that every request passes."""
