"""Torch weights to the two int8 ONNX graphs that are shipped.

The graphs are written node by node with onnxruntime's fused operators (Attention, MultiHeadAttention, BiasGelu), so
that the same weights always give the same files and no exporter has to guess. Linear layers are quantised to int8 per
channel with scales of the moment for what flows through them, word vectors to four bits in blocks of thirty-two.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from training.model import HEADS, POSITIONS, Reader, buckets

BLOCK = 32
"""Numbers of a word vector that share a scale."""
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

    def halved(self, name: str, value: np.ndarray[Any, Any]) -> str:
        """Keep a table in half precision; returns its name as float32."""
        return self.node("Cast", [self.weight(f"{name}.half", value.astype(np.float16))], name, to=TensorProto.FLOAT)

    def plain_norm(self, states: str, norm: torch.nn.LayerNorm, name: str) -> str:
        """Layer norm."""
        inputs = [states, self.weight(f"{name}.g", array(norm.weight)), self.weight(f"{name}.b", array(norm.bias))]
        return self.node("LayerNormalization", inputs, name, epsilon=norm.eps, axis=-1)

    def norm(self, states: str, skipped: str, norm: torch.nn.LayerNorm, bias: torch.Tensor, name: str) -> str:
        """Layer norm of the sum of two states and a bias; in plain operators, whose kernels are five times as fast."""
        summed = self.node("Add", [states, self.weight(f"{name}.s", array(bias))], f"{name}.biased")
        return self.plain_norm(self.node("Add", [summed, skipped], f"{name}.summed"), norm, name)

    def apart(self, reader: Reader) -> str:
        """What is added to the attention for how far two pieces stand apart, [1, heads, pieces, pieces]; or nothing."""
        if not reader.shape.relative:
            return ""
        last = POSITIONS - 1
        # The bucket of every distance from -511 to 511, so that the graph needs but one look-up by distance.
        near = buckets(POSITIONS)
        by_distance = torch.cat([near[0].flip(0), near[1:, 0]])
        table = self.weight("apart", array(reader.bias_table()[by_distance]))
        pieces = self.node(
            "Gather", [self.node("Shape", ["mask"], "mask.shape"), self.weight("second", np.array(1))], "n"
        )
        steps = [self.weight("from", np.array(0)), pieces, self.weight("by", np.array(1))]
        at = self.node("Range", steps, "at.pieces")
        rows = self.node("Unsqueeze", [at, self.weight("as.rows", np.array([1]))], "at.rows")
        columns = self.node("Unsqueeze", [at, self.weight("as.columns", np.array([0]))], "at.columns")
        gap = self.node(
            "Add", [self.node("Sub", [rows, columns], "gap"), self.weight("far", np.array(last))], "gap.row"
        )
        found = self.node("Gather", [table, gap], "apart.found")
        turned = self.node("Transpose", [found], "apart.turned", perm=[2, 0, 1])
        return self.node("Unsqueeze", [turned, self.weight("as.batch", np.array([0]))], "apart.bias")

    def layer(self, states: str, mask: str, apart: str, layer: Any, name: str) -> str:
        """One encoder layer."""
        parts = (layer.query, layer.key, layer.value)
        if apart:
            # The quantised form of the fused operator knows no bias for distances; here the linear layers stand apart.
            split = [self.linear(states, part, f"{name}.{which}") for part, which in zip(parts, "qkv", strict=True)]
            mixed = self.node(
                "MultiHeadAttention",
                [*split, "", mask, apart],
                f"{name}.attention",
                "com.microsoft",
                num_heads=HEADS,
                mask_filter_value=-1e4,
            )
        else:
            packed = np.concatenate([array(part.weight).T for part in parts], axis=1)
            bias = np.concatenate([array(part.bias) for part in parts])
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

    def settled(self, states: str, norm: torch.nn.Module) -> str:
        """The norm before the heads, where there is one."""
        return self.plain_norm(states, norm, "settled") if isinstance(norm, torch.nn.LayerNorm) else states

    def model(self, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]) -> onnx.ModelProto:
        """The finished model."""
        graph = helper.make_graph(self.nodes, "reader", inputs, outputs, self.weights)
        return helper.make_model(graph, opset_imports=OPSET, ir_version=8, producer_name="dateline")


def array(value: torch.Tensor) -> np.ndarray[Any, Any]:
    """The values of a tensor, float32."""
    return value.detach().float().numpy()


def in_blocks(table: np.ndarray[Any, Any]) -> tuple[onnx.TensorProto, np.ndarray[Any, Any]]:
    """A table [rows, columns] as four-bit numbers, and the scale of each block of a row [rows, columns / block].

    Of a few scales for each block the one with the least squared error is taken: the largest number of a block may be
    cut if the others gain.
    """
    blocks = table.reshape(len(table), -1, BLOCK)
    largest = np.maximum(np.abs(blocks).max(axis=2, keepdims=True), 1e-8)
    best = np.full(largest.shape, np.inf, np.float32)
    scale = largest / 7
    for share in np.linspace(0.6, 1.0, 9):
        tried = (largest * share / 7).astype(np.float16).astype(np.float32)
        error = ((np.clip(np.round(blocks / tried), -8, 7) * tried - blocks) ** 2).sum(axis=2, keepdims=True)
        scale, best = np.where(error < best, tried, scale), np.minimum(error, best)
    whole = np.clip(np.round(blocks / scale), -8, 7).astype(np.int8).reshape(table.shape)
    low, high = whole[:, 0::2] & 15, whole[:, 1::2] & 15
    packed = (low | (high << 4)).astype(np.uint8)
    return helper.make_tensor("words", TensorProto.INT4, table.shape, packed.tobytes(), raw=True), scale[:, :, 0]


def first_graph(reader: Reader) -> onnx.ModelProto:
    """Question 1: ids, shapes, cues [batch, pieces] and mask to hidden states and tag logits."""
    g = Graph()
    words, scale = in_blocks(array(reader.words.weight))
    g.weights.append(words)
    cast = g.node("Cast", ["mask"], "mask32", to=TensorProto.INT32)
    apart = g.apart(reader)
    vectors = g.node(
        "GatherBlockQuantized",
        ["words", "ids", g.halved("scales", scale)],
        "vectors",
        "com.microsoft",
        gather_axis=0,
        quantize_axis=1,
        block_size=BLOCK,
    )
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
    places = g.node("Slice", [g.halved("places", table), g.weight("zero", np.array([0])), size], "place")
    vectors = g.node("Add", [vectors, places], "placed")
    states = g.plain_norm(vectors, reader.norm, "embedded")
    for number, layer in enumerate(reader.lower):
        states = g.layer(states, cast, apart, layer, f"lower{number}")
    shared = g.node("Identity", [states], "states")
    for number, layer in enumerate(reader.upper_first):
        states = g.layer(states, cast, apart, layer, f"upper{number}")
    states = g.settled(states, reader.settle_first)
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
    apart = g.apart(reader)
    for number, layer in enumerate(reader.upper_second):
        states = g.layer(states, cast, apart, layer, f"upper{number}")
    states = g.settled(states, reader.settle_second)
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
        if node.name.startswith(("tag.", "report.head", "event.head", "role.head", "stance.head"))
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
