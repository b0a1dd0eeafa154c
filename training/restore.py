"""Reads published weights back into a network, so that it can be trained on."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from training.network import WIDTH, Network

Arrays = dict[str, NDArray[Any]]
NOT_PUBLISHED = frozenset({"heads.aux.weight", "heads.aux.bias"})
"""What is needed in training alone."""


def restore(weights: Path, encoder: Path) -> Network:
    """The network of the folder `weights`, with the encoder's 8-bit numbers as floats.

    `encoder` is the folder of all-MiniLM-L6-v2, which tells the shape.
    Raises `ValueError` if a parameter is not among the weights.
    """
    network = Network(encoder)
    found = _heads(onnx.load(weights / "heads.onnx")) | _encoder(onnx.load(weights / "encoder.onnx"))
    parameters = network.state_dict()
    missing = parameters.keys() - found.keys() - NOT_PUBLISHED
    if missing:
        raise ValueError(f"not among the weights: {', '.join(sorted(missing))}")
    known = {name: torch.from_numpy(np.array(array, np.float32)) for name, array in found.items() if name in parameters}
    network.load_state_dict(known, strict=False)
    torch.nn.init.zeros_(network.heads.aux.weight)  # unpublished: it begins without an opinion
    return network


def _heads(model: onnx.ModelProto) -> Arrays:
    """Biases and embeddings stand there under their names; the exporter turned the matrices of layers and named them anew."""
    arrays = _arrays(model)
    layers = [(node.output[0].split("/")[1], node.input[1]) for node in model.graph.node if node.op_type == "MatMul"]
    turned = {f"{layer}.weight": arrays[name].T for layer, name in layers if name in arrays}
    return {f"heads.{name}": array for name, array in (arrays | turned).items()}


def _encoder(model: onnx.ModelProto) -> Arrays:
    """Attention's three matrices stand in one; the other matrices of a layer follow each other in its order."""
    arrays = _arrays(model)
    root = next(name.split(".")[0] for name in arrays if ".embeddings." in name)
    found = {f"enc.{name.removeprefix(f'{root}.')}": array for name, array in arrays.items() if name.startswith(f"{root}.")}
    for table in ("word", "token_type", "position"):
        name = f"embeddings.{table}_embeddings.weight"
        found[f"enc.{name}"] = _floats(arrays, f"{root}.{name}")
    ends = "_quantized"
    matrices = sorted(name.removesuffix(ends) for name in arrays if name.startswith("onnx::MatMul") and name.endswith(ends))
    for number in range(len(matrices) // 3):
        layer = f"enc.encoder.layer.{number}"
        weight, bias = _floats(arrays, f"Attention_{number}_qkv_weight"), arrays[f"Attention_{number}_qkv_bias"]
        for place, part in enumerate(("query", "key", "value")):
            columns = slice(place * WIDTH, (place + 1) * WIDTH)
            found[f"{layer}.attention.self.{part}.weight"] = weight[:, columns].T
            found[f"{layer}.attention.self.{part}.bias"] = bias[columns]
        for part, name in zip(("attention.output", "intermediate", "output"), matrices[3 * number :], strict=False):
            found[f"{layer}.{part}.dense.weight"] = _floats(arrays, name).T
    return found


def _arrays(model: onnx.ModelProto) -> Arrays:
    return {initializer.name: numpy_helper.to_array(initializer) for initializer in model.graph.initializer}


def _floats(arrays: Arrays, name: str) -> NDArray[Any]:
    quantized, scale, zero = (arrays[f"{name}_{part}"] for part in ("quantized", "scale", "zero_point"))
    return (quantized.astype(np.float32) - zero.astype(np.float32)) * scale
