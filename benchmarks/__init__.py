"""How dateline is measured: one module a corpus, one table, and floors that may not be undercut."""
