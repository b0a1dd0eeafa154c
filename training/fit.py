"""Fits the network to examples."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 (its usual name)
from tokenizers import Tokenizer
from torch import Tensor
from tqdm import tqdm

from nlp.learned.network import LONGEST_SPAN
from training.batches import Batch, collate, items, of_like_size
from training.examples import Example
from training.network import Network
from training.swap import Names, swapped

MASK = SPECIAL = 103
"""The piece that hides another; up to it the encoder's pieces are no words."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train."""

    epochs: int = 31
    documents: int = 6
    """Documents a step."""
    encoder_rate: float = 2e-4
    heads_rate: float = 1e-3
    layer_decay: float = 0.9
    decay: float = 0.01
    warm_up: float = 0.06
    swapped: float = 0.85
    """Share of the copies in which names are swapped, and of the names that are."""
    names: float = 0.35
    masked: float = 0.05
    """Share of the word pieces outside names that are hidden, but for the last passes, so that texts are not learnt by heart."""
    unmasked: float = 0.15
    """Share of the steps, the last ones, in which nothing is hidden."""
    true_weight: float = 1.3
    frozen: int = 0
    """Lower layers of the encoder that stay as they are, with the embeddings; 0 for none."""
    seed: int = 0


def fit(examples: Sequence[Example], encoder: Path, plan: Plan, start: Network | None = None) -> Network:
    """A network fitted to the examples: a new one, or `start` trained on."""
    torch.manual_seed(plan.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    halves = device == "cuda" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    network = (start or Network(encoder)).to(device).train()
    _freeze(network, plan.frozen)
    optimizer = torch.optim.AdamW(_groups(network, plan), betas=(0.9, 0.98), eps=1e-6)
    rates = [group["lr"] for group in optimizer.param_groups]
    steps = plan.epochs * math.ceil(len(examples) / plan.documents)
    batches = _batches(examples, Tokenizer.from_file(str(encoder / "tokenizer.json")), plan)
    for step, batch in enumerate(tqdm(batches, "training", steps, unit="step", disable=None)):
        done = step / steps
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * min(1.0, done / plan.warm_up) * max(0.02, 1 - done)
        if done < 1 - plan.unmasked:
            batch["ids"] = masked(batch, plan.masked)
        on_device = {name: tensor.to(device) for name, tensor in batch.items()}
        with torch.autocast(device, torch.bfloat16, enabled=halves):
            total = loss(network, on_device, plan)
        optimizer.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
    return network.cpu().eval()


def masked(batch: Batch, share: float) -> Tensor:
    """The ids of a batch with a share of the word pieces outside mentions hidden."""
    ids = batch["ids"]
    hidden = (torch.rand(ids.shape) < share) & (batch["tags"] == 0) & (ids > SPECIAL)
    return torch.where(hidden, MASK, ids)


def _freeze(network: Network, layers: int) -> None:
    """Keep the embeddings and the lower layers of the encoder as they are, if any."""
    kept = [network.enc.embeddings, *network.enc.encoder.layer[:layers]] if layers else []
    for module in kept:
        module.requires_grad_(False)


def _batches(examples: Sequence[Example], tokenizer: Tokenizer, plan: Plan) -> Iterator[Batch]:
    chance = random.Random(plan.seed)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    names = Names()
    for example in examples:
        names.learn(example)
    for _ in range(plan.epochs):
        order = chance.sample(list(examples), len(examples))
        for first in range(0, len(order), plan.documents):
            taken = [_copy(example, names, chance, plan) for example in order[first : first + plan.documents]]
            yield collate([item for example in taken for item in items(example, tokenizer)])


def _copy(example: Example, names: Names, chance: random.Random, plan: Plan) -> Example:
    return swapped(example, names, chance, plan.names) if chance.random() < plan.swapped else example


def _groups(network: Network, plan: Plan) -> list[dict[str, object]]:
    """Parameters by learning rate, the encoder's lower layers slower, and by decay."""
    found: dict[tuple[float, float], list[Tensor]] = {}
    layers = network.enc.config.num_hidden_layers
    trained = ((name, parameter) for name, parameter in network.named_parameters() if parameter.requires_grad)
    for name, parameter in trained:
        layer = int(name.split("layer.")[1].split(".")[0]) if "layer." in name else -1
        fresh = name.startswith("heads") or "token_type" in name
        rate = plan.heads_rate if fresh else plan.encoder_rate * plan.layer_decay ** (layers - 1 - layer)
        found.setdefault((rate, 0.0 if parameter.ndim < 2 else plan.decay), []).append(parameter)
    return [{"params": parameters, "lr": rate, "weight_decay": decay} for (rate, decay), parameters in found.items()]


def loss(network: Network, batch: Batch, plan: Plan) -> Tensor:
    """The mean loss of a sentence."""
    pieces = network.encode(batch)
    parts = [_loss(network.fill(pieces, part), part, plan) for part in of_like_size(batch)]
    return torch.stack(parts).sum() / len(batch["typ"])


def _loss(tables: tuple[Tensor, ...], batch: Batch, plan: Plan) -> Tensor:
    """The loss over all tables, with what the word pieces tell of learned beside them."""
    relations, choices, begins, ends, piece, news = (table.float() for table in tables)
    nodes, pieces = batch["nmask"], batch["tmask"]
    others = (1 - torch.eye(nodes.shape[1], device=nodes.device))[None]
    pair_weights = batch["weights"] * (nodes[:, :, None] * nodes[:, None] * others)[..., None]
    span_weights = (nodes[:, :, None] * pieces[:, None])[..., None]
    total = _binary(relations, batch["relations"], pair_weights, plan.true_weight)
    total = total + _binary(begins, batch["begins"], span_weights, plan.true_weight)
    total = total + 0.5 * _binary(piece - 2, batch["begins"].amax(1), pieces[..., None], 1.0)
    total = total + 0.25 * _binary(news, batch["news"], pieces[..., None], 1.0)
    return total + _choice_loss(choices, batch["choices"]) + 0.5 * _end_loss(ends, batch["ends"], pieces)


def _binary(scores: Tensor, truth: Tensor, weights: Tensor, true_weight: float) -> Tensor:
    each = F.binary_cross_entropy_with_logits(scores, truth, reduction="none")
    return (each * weights * (1 + (true_weight - 1) * truth)).sum()


def _choice_loss(scores: Tensor, truth: Tensor) -> Tensor:
    """Between the choices of one head alone."""
    row, i, j, first, last, choice = truth.unbind(-1)
    own = scores[row, i, j]
    at = torch.arange(own.shape[1], device=own.device)[None]
    own = own.masked_fill((at < first[:, None]) | (at >= last[:, None]), -1e4)
    return F.cross_entropy(own, choice, reduction="sum")


def _end_loss(scores: Tensor, truth: Tensor, pieces: Tensor) -> Tensor:
    row, table, first, last = truth.unbind(-1)
    own = scores[row, table, first]
    at = torch.arange(own.shape[1], device=own.device)[None]
    beyond = (at < first[:, None]) | (at >= first[:, None] + LONGEST_SPAN) | (pieces[row] < 1)
    fitting = last < first + LONGEST_SPAN
    return F.cross_entropy(own.masked_fill(beyond, -1e4)[fitting], last[fitting], reduction="sum")
