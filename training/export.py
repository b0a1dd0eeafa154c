"""Writes a fitted network as the weights that the project reads: two ONNX files, the tokenizer, and their hashes."""

import hashlib
import json
import shutil
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from torch import Tensor, nn

from nlp.learned.network import MANIFEST
from training.network import TIES, WIDTH, Network

FILES = ("encoder.onnx", "heads.onnx", "tokenizer.json")
OPSET = 17
Names = tuple[tuple[str, ...], tuple[str, ...]]
FLOAT = 1
"""ONNX's number for float32."""


class _Encoder(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.enc = network.enc

    def forward(self, ids: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        hidden: Tensor = self.enc(input_ids=ids, token_type_ids=tags, attention_mask=mask).last_hidden_state
        return hidden


def export(network: Network, encoder: Path, out: Path) -> None:
    """Write the weights to the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    network.eval()
    network.enc.set_attn_implementation("eager")
    whole = out / "float.onnx"
    _export_encoder(network, whole)
    _export_heads(network, out / "heads.onnx")
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False
    config = network.enc.config
    fused = optimizer.optimize_model(
        str(whole), "bert", num_heads=config.num_attention_heads, hidden_size=WIDTH, optimization_options=options, opt_level=0
    )
    fused.save_model_to_file(str(whole))
    quantize_dynamic(
        whole,
        out / "encoder.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,  # 8-bit weights overflow on processors without VNNI
        extra_options={"DefaultTensorType": FLOAT},
    )
    whole.unlink()
    shutil.copy(encoder / "tokenizer.json", out)
    hashes = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    (out / MANIFEST).write_text(json.dumps({"sha256": hashes}, indent=1) + "\n", encoding="utf-8")


def _export_encoder(network: Network, path: Path) -> None:
    sample = torch.ones(2, 32, dtype=torch.long)
    names = ("ids", "tags", "mask")
    axes = {name: {0: "batch", 1: "length"} for name in (*names, "hidden")}
    _write(_Encoder(network), (sample, torch.zeros_like(sample), sample), path, (names, ("hidden",)), axes)


def _export_heads(network: Network, path: Path) -> None:
    """For one sentence at a time."""
    pieces, nodes = 20, 5

    def zeros(*shape: int) -> Tensor:
        return torch.zeros(1, *shape, dtype=torch.long)

    ties = [zeros(nodes, nodes if name.startswith("p") else pieces) for name in TIES]
    own = (torch.randn(1, pieces, WIDTH), zeros(pieces), torch.ones(1, pieces))
    sample = (*own, torch.randn(1, nodes, WIDTH), zeros(nodes), zeros(nodes), *ties)
    inputs, outputs = ("tok", "cur", "tmask", "node", "typ", "dist", *TIES), ("rel", "stat", "start", "end")
    axes = {name: {1: "pieces"} for name in ("tok", "cur", "tmask")} | {name: {1: "nodes"} for name in ("node", "typ", "dist")}
    axes |= {name: {1: "nodes", 2: "nodes" if name[0] == "p" else "pieces"} for name in TIES}
    axes |= {"rel": {1: "nodes", 2: "nodes"}, "stat": {1: "nodes", 2: "nodes"}, "start": {1: "nodes", 2: "pieces"}}
    axes |= {"end": {2: "pieces", 3: "pieces"}}
    _write(network.heads, sample, path, (inputs, outputs), axes)


def _write(module: nn.Module, sample: tuple[Tensor, ...], path: Path, names: Names, axes: dict[str, dict[int, str]]) -> None:
    """`names` are those of the inputs and of the outputs; `axes` the sizes that may vary."""
    inputs, outputs = names
    with torch.no_grad():
        torch.onnx.export(
            module,
            sample,
            str(path),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
