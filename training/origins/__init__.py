"""Fits the model of rewriting (``dateline.linking.derivation``) on pairs of our own: ``python -m training.origins``."""
