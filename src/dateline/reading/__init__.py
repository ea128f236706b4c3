"""Reads a report: sentences, triggers, and labelled spans with scores. The learned model lives here and only here."""

from dateline.reading.marking import Reader
from dateline.reading.network import (
    MODELS,
    ModelCard,
    Network,
    OnnxNetwork,
    model_folder,
    read_card,
)
from dateline.reading.sentences import split_sentences

__all__ = ["MODELS", "ModelCard", "Network", "OnnxNetwork", "Reader", "model_folder", "read_card", "split_sentences"]
