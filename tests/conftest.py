"""What all tests share."""

from hypothesis import settings

# A busy machine must not fail a test: how long things take is measured in `make bench`, not here.
settings.register_profile("dateline", deadline=None)
settings.load_profile("dateline")
