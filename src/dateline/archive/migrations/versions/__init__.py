"""One module a version of the archive, oldest first."""
