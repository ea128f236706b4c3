"""Torch weights to the two int8 ONNX graphs that are shipped.

The graphs are written node by node with onnxruntime's fused operators (Attention, BiasGelu),
so that the
same weights always give the same files and no exporter has to guess. Linear layers are quantised to int8 per channel
with
scales of the moment for what flows through them, word vectors to int8 by row.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from training.model import HEADS, Reader

OPSET = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]


class Graph:
    """Nodes and weights of one graph as it grows."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: np.ndarray[Any, Any]) -> str:
        """Keep a constant; returns its name."""
        self.weights.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        """Add a node with one output; returns the output's name."""
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def linear(self, states: str, linear: torch.nn.Linear, name: str, *, bias: bool = True) -> str:
        """A linear layer, with or without its bias."""
        out = self.node("MatMul", [states, self.weight(f"{name}.w", array(linear.weight).T)], f"{name}.product")
        return self.node("Add", [out, self.weight(f"{name}.b", array(linear.bias))], f"{name}.sum") if bias else out

    def norm(self, states: str, skipped: str, norm: torch.nn.LayerNorm, bias: torch.Tensor, name: str) -> str:
        """Layer norm of the sum of two states and a bias; in plain operators, whose kernels are five times as fast."""
        summed = self.node("Add", [states, self.weight(f"{name}.s", array(bias))], f"{name}.biased")
        summed = self.node("Add", [summed, skipped], f"{name}.summed")
        inputs = [summed, self.weight(f"{name}.g", array(norm.weight)), self.weight(f"{name}.b", array(norm.bias))]
        return self.node("LayerNormalization", inputs, name, epsilon=1e-12, axis=-1)

    def layer(self, states: str, mask: str, layer: Any, name: str) -> str:
        """One encoder layer."""
        packed = np.concatenate([array(part.weight).T for part in (layer.query, layer.key, layer.value)], axis=1)
        bias = np.concatenate([array(part.bias) for part in (layer.query, layer.key, layer.value)])
        inputs = [states, self.weight(f"{name}.qkv.w", packed), self.weight(f"{name}.qkv.b", bias), mask]
        mixed = self.node("Attention", inputs, f"{name}.attention", "com.microsoft", num_heads=HEADS)
        out = self.linear(mixed, layer.out, f"{name}.out", bias=False)
        states = self.norm(out, states, layer.norm_attention, layer.out.bias, f"{name}.norm1")
        up = self.linear(states, layer.up, f"{name}.up", bias=False)
        raised = self.node(
            "BiasGelu", [up, self.weight(f"{name}.up.b", array(layer.up.bias))], f"{name}.gelu", "com.microsoft"
        )
        down = self.linear(raised, layer.down, f"{name}.down", bias=False)
        return self.norm(down, states, layer.norm_feed, layer.down.bias, f"{name}.norm2")

    def model(self, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]) -> onnx.ModelProto:
        """The finished model."""
        graph = helper.make_graph(self.nodes, "reader", inputs, outputs, self.weights)
        return helper.make_model(graph, opset_imports=OPSET, ir_version=8, producer_name="dateline")


def array(value: torch.Tensor) -> np.ndarray[Any, Any]:
    """The values of a tensor, float32."""
    return value.detach().float().numpy()


def by_row(table: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """A table [rows, columns] as int8 and the scale of each row [rows, 1]."""
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True) / 127, 1e-8).astype(np.float32)
    return np.round(table / scale).astype(np.int8), scale


def first_graph(reader: Reader) -> onnx.ModelProto:
    """Question 1: ids, shapes, cues [batch, pieces] and mask to hidden states and tag logits."""
    g = Graph()
    words, scale = by_row(array(reader.words.weight))
    cast = g.node("Cast", ["mask"], "mask32", to=TensorProto.INT32)
    rows = g.node("Gather", [g.weight("words", words), "ids"], "rows")
    vectors = g.node("Cast", [rows], "vectors", to=TensorProto.FLOAT)
    scales = g.node("Gather", [g.weight("scales", scale), "ids"], "scale")
    vectors = g.node("Mul", [vectors, scales], "scaled")
    vectors = g.node(
        "Add",
        [vectors, g.node("Gather", [g.weight("shape_table", array(reader.shapes.weight)), "shapes"], "shape")],
        "shaped",
    )
    vectors = g.node(
        "Add", [vectors, g.node("Gather", [g.weight("cue_table", array(reader.cues.weight)), "cues"], "cue")], "cued"
    )
    size = g.node(
        "Slice",
        [g.node("Shape", ["ids"], "size"), g.weight("one", np.array([1])), g.weight("two", np.array([2]))],
        "pieces",
    )
    table = array(reader.positions.weight) + array(reader.kind)
    places = g.node("Slice", [g.weight("places", table), g.weight("zero", np.array([0])), size], "place")
    vectors = g.node("Add", [vectors, places], "placed")
    inputs = [vectors, g.weight("norm.g", array(reader.norm.weight)), g.weight("norm.b", array(reader.norm.bias))]
    states = g.node("LayerNormalization", inputs, "embedded", epsilon=1e-12, axis=-1)
    for number, layer in enumerate(reader.lower):
        states = g.layer(states, cast, layer, f"lower{number}")
    shared = g.node("Identity", [states], "states")
    for number, layer in enumerate(reader.upper_first):
        states = g.layer(states, cast, layer, f"upper{number}")
    tags = g.node("Identity", [g.linear(states, reader.tags, "tag")], "tags")
    head = g.node("Gather", [states, g.weight("cls.index", np.array(0))], "cls", axis=1)
    column = g.linear(head, reader.report, "report.head")
    report = g.node("Squeeze", [column, g.weight("last", np.array([-1]))], "report")
    integers = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "pieces"])
        for name in ("ids", "shapes", "cues")
    ]
    mask = helper.make_tensor_value_info("mask", TensorProto.BOOL, ["batch", "pieces"])
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", "pieces", None]) for name in (shared, tags)
    ]
    outputs.append(helper.make_tensor_value_info(report, TensorProto.FLOAT, ["batch"]))
    return g.model([*integers, mask], outputs)


def second_graph(reader: Reader) -> onnx.ModelProto:
    """Question 2: windows of hidden states, mask and distance to event, role and stance logits."""
    g = Graph()
    cast = g.node("Cast", ["mask"], "mask32", to=TensorProto.INT32)
    marked = g.node("Gather", [g.weight("distance_table", array(reader.distance.weight)), "distance"], "marks")
    states = g.node("Add", ["states", marked], "marked")
    for number, layer in enumerate(reader.upper_second):
        states = g.layer(states, cast, layer, f"upper{number}")
    last = g.weight("last", np.array([-1]))
    middle = g.weight("middle", np.array([1]))

    def mean(share: str, name: str) -> str:
        column = g.node("Unsqueeze", [share, last], f"{name}.column")
        total = g.node(
            "ReduceSum", [g.node("Mul", [states, column], f"{name}.kept"), middle], f"{name}.total", keepdims=0
        )
        count = g.node("ReduceSum", [column, middle], f"{name}.count", keepdims=0)
        return g.node(
            "Div",
            [total, g.node("Max", [count, g.weight(f"{name}.least", np.array([1.0], np.float32))], f"{name}.n")],
            name,
        )

    real = g.node("Cast", ["mask"], "real", to=TensorProto.FLOAT)
    at = g.node("Equal", ["distance", g.weight("nought", np.array(0))], "at")
    at = g.node("Mul", [g.node("Cast", [at], "at.share", to=TensorProto.FLOAT), real], "at.real")
    cls = g.node("Gather", [states, g.weight("cls.index", np.array(0))], "cls", axis=1)
    pooled = g.node("Concat", [mean(at, "trigger"), mean(real, "whole"), cls], "pooled", axis=-1)
    product = g.linear(pooled, reader.pool[0], "pool", bias=False)
    hidden = g.node("BiasGelu", [product, g.weight("pool.b", array(reader.pool[0].bias))], "pool.gelu", "com.microsoft")
    event = g.node("Identity", [g.linear(hidden, reader.event, "event.head")], "event")
    roles = g.node("Identity", [g.linear(states, reader.roles, "role.head")], "roles")
    stance = g.node("Identity", [g.linear(states, reader.stance, "stance.head")], "stance")
    inputs = [
        helper.make_tensor_value_info(
            "states", TensorProto.FLOAT, ["windows", "pieces", array(reader.words.weight).shape[1]]
        ),
        helper.make_tensor_value_info("mask", TensorProto.BOOL, ["windows", "pieces"]),
        helper.make_tensor_value_info("distance", TensorProto.INT64, ["windows", "pieces"]),
    ]
    outputs = [helper.make_tensor_value_info(event, TensorProto.FLOAT, ["windows", None])]
    outputs += [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["windows", "pieces", None]) for name in (roles, stance)
    ]
    return g.model(inputs, outputs)


def quantised(model: onnx.ModelProto, path: Path) -> None:
    """Write the model with its linear layers in int8 per channel; the small heads stay in float32."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    heads = [
        node.name
        for node in model.graph.node
        if node.name.startswith(("tag.", "report.head", "event.head", "role.head", "stance.head", "pool."))
    ]
    # The fused operators of onnxruntime are outside ONNX's own type inference, hence the default type.
    quantize_dynamic(
        model,
        path,
        op_types_to_quantize=["MatMul", "Attention"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=heads,
        extra_options={"DefaultTensorType": TensorProto.FLOAT, "MatMulConstBOnly": True},
    )


def export(reader: Reader, folder: Path, *, int8: bool = True) -> None:
    """Write ``first.onnx`` and ``second.onnx`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in (("first.onnx", first_graph(reader.eval())), ("second.onnx", second_graph(reader.eval()))):
        if int8:
            quantised(model, folder / name)
        else:
            onnx.save(model, folder / name)
