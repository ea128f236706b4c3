"""Reads a report: sentences, triggers, and labelled spans with scores. The learned model lives here and only here."""

from dateline.reading.marking import Reader
from dateline.reading.network import MODEL_FOLDER, ModelCard, Network, OnnxNetwork, read_card
from dateline.reading.sentences import split_sentences

__all__ = ["MODEL_FOLDER", "ModelCard", "Network", "OnnxNetwork", "Reader", "read_card", "split_sentences"]
