"""The version of dateline, written into every record."""

__version__ = "0.1.0"
