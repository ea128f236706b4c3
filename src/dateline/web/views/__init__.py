"""What each page shows, as frozen records made from the archive; none of them knows SQL or HTML."""
