"""The network as it is run: two ONNX graphs that share one file's hidden states, on `onnxruntime`."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from dateline.errors import InstallError
from dateline.model_names import DEFAULT_MODEL, ModelName
from dateline.reading.encoding import Ints

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

MODELS = Path(__file__).parent / "models"
"""Holds a folder for each of the shipped models."""
_REMEDY = "Reinstall dateline, or rebuild the weights as training/README.md says."


def model_folder(model: ModelName | Path = DEFAULT_MODEL) -> Path:
    """The folder of a shipped model, or of one of your own (docs/models.md says what lies in it)."""
    return model if isinstance(model, Path) else MODELS / model


class ModelCard(msgspec.Struct, frozen=True, kw_only=True):
    """What lies beside the weights in ``model.json``.

    Attributes:
        name: written into every record as ``coder.model``.
        files: SHA-256 of each file of the model.
        candidate: lowest trigger score of question 1 that question 2 is asked about.
        role: lowest score of a piece inside each role's span, by role.
        score: weights of the logistic that makes ``score`` of the logits: trigger, event, report, bias.
        accept: lowest ``score`` that becomes a record by default.
    """

    name: str
    files: dict[str, str]
    candidate: float
    role: dict[str, float]
    score: tuple[float, float, float, float]
    accept: float


class Network(Protocol):
    """What answers the two questions, in numpy."""

    def first(self, ids: Ints, shapes: Ints, cues: Ints, mask: Mask) -> tuple[Floats, Floats, Floats]:
        """Hidden states [batch, pieces, hidden], tag logits [batch, pieces, 2 x tags], report logits [batch]."""
        ...

    def second(self, states: Floats, mask: Mask, distance: Ints) -> tuple[Floats, Floats, Floats]:
        """Event logits [windows, outputs], role logits [windows, pieces, 2 x roles], stance logits [.., stances]."""
        ...


def read_card(folder: Path = MODELS / DEFAULT_MODEL, *, verify: bool = False) -> ModelCard:
    """The card of the model in ``folder``; with ``verify`` its files are hashed and compared.

    Raises:
        InstallError: the card or a file is missing or damaged.
    """
    card_path = folder / "model.json"
    try:
        card = msgspec.json.decode(card_path.read_bytes(), type=ModelCard)
    except FileNotFoundError:
        raise InstallError(
            "the model is missing", where=str(card_path), remedy=_REMEDY, code="install.model-missing"
        ) from None
    except msgspec.MsgspecError as error:
        raise InstallError(
            f"the model's card is damaged ({error})", where=str(card_path), remedy=_REMEDY, code="install.model-damaged"
        ) from None
    for name, expected in card.files.items():
        path = folder / name
        if not path.is_file():
            raise InstallError(
                "a file of the model is missing", where=str(path), remedy=_REMEDY, code="install.model-missing"
            )
        if verify and hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise InstallError(
                "a file of the model is damaged", where=str(path), remedy=_REMEDY, code="install.model-damaged"
            )
    return card


class OnnxNetwork:
    """The shipped int8 graphs."""

    def __init__(self, folder: Path = MODELS / DEFAULT_MODEL, *, threads: int | None = None) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        if threads is not None:
            options.intra_op_num_threads = threads
        # Idle threads that spin would take the other core from whoever works there.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")

        def session(name: str) -> Any:
            try:
                return onnxruntime.InferenceSession(
                    str(folder / name),
                    options,
                    providers=["CPUExecutionProvider"],
                    # Its fused kernel takes five times as long as the plain operators that it replaces.
                    disabled_optimizers=["SkipLayerNormFusion"],
                )
            except Exception as error:  # onnxruntime raises its own kinds, some without a common base
                raise InstallError(
                    f"a file of the model cannot be loaded ({str(error).splitlines()[0]})",
                    where=str(folder / name),
                    remedy=_REMEDY,
                    code="install.model-damaged",
                ) from None

        self._first, self._second = session("first.onnx"), session("second.onnx")

    def first(self, ids: Ints, shapes: Ints, cues: Ints, mask: Mask) -> tuple[Floats, Floats, Floats]:
        """As `Network.first`."""
        states, tags, report = self._first.run(None, {"ids": ids, "shapes": shapes, "cues": cues, "mask": mask})
        return states, tags, report

    def second(self, states: Floats, mask: Mask, distance: Ints) -> tuple[Floats, Floats, Floats]:
        """As `Network.second`."""
        event, roles, stance = self._second.run(None, {"states": states, "mask": mask, "distance": distance})
        return event, roles, stance
