"""The network in PyTorch: an encoder whose segment embedding tells the type of a mention, and heads that fill the tables."""

import math
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 (its usual name)
from torch import Tensor, nn
from transformers import BertModel

from nlp.learned.labels import CHOICES, DEPENDENCIES, NODE_TYPES, RELATIONS, SPAN_END, SPANS
from training.batches import Batch
from training.targets import NEWS

WIDTH = 384
TAGS = 1 + 4 * len(NODE_TYPES)
DISTANCES = 20
TIES = ("plca", "pdist", "pli", "plj", "tlca", "tdist", "tli", "tlj")


class Heads(nn.Module):
    """The tables of sentences: pairs of nodes, and pairs of a node and a word piece."""

    def __init__(self, width: int = 256, attentions: int = 4, key: int = 48, span: int = 160, dropout: float = 0.2) -> None:
        super().__init__()
        self.attentions, self.key_width = attentions, key
        self.typ, self.dist, self.cur = nn.Embedding(len(NODE_TYPES) + 1, 64), nn.Embedding(5, 32), nn.Embedding(2, 32)
        self.node, self.tok = nn.Linear(WIDTH + 96, width), nn.Linear(WIDTH + 32, width)
        self.qs, self.qo, self.k = (nn.Linear(width, attentions * key) for _ in range(3))
        self.v, self.ps, self.po, self.pc, self.pl, self.pair = (nn.Linear(width, width) for _ in range(6))
        self.bs, self.bo, self.pb = nn.Linear(width, 64), nn.Linear(width, 64), nn.Linear(64, width)
        self.pdist, self.pli, self.plj = _ties(width)
        self.rel, self.stat = nn.Linear(width, len(RELATIONS)), nn.Linear(width, sum(map(len, CHOICES.values())))
        self.sn, self.stk, self.sl = (nn.Linear(width, span) for _ in range(3))
        self.tdist, self.tli, self.tlj = _ties(span)
        self.start = nn.Linear(span, len(SPANS))
        self.sb1, self.sb2, self.sbo = nn.Linear(width, 96), nn.Linear(width, 96), nn.Linear(96, len(SPANS))
        self.ea, self.eb = nn.Linear(width, len(SPAN_END) * 64), nn.Linear(width, len(SPAN_END) * 64)
        self.ev, self.aux = nn.Linear(width, len(SPANS)), nn.Linear(width, len(NEWS))
        self.drop = nn.Dropout(dropout)
        for layer, bias in ((self.aux, -4.0), (self.rel, -5.5), (self.start, -6.5)):
            nn.init.constant_(layer.bias, bias)  # true cells are rare

    def forward(
        self, tok: Tensor, cur: Tensor, tmask: Tensor, node: Tensor, typ: Tensor, dist: Tensor, *ties: Tensor
    ) -> tuple[Tensor, ...]:
        """Relations, choices, begins and ends; in training also what a word piece alone tells of spans and of news."""
        plca, pdist, pli, plj, tlca, tdist, tli, tlj = ties
        h = self.drop(F.gelu(self.tok(torch.cat([tok, self.cur(cur)], -1))))
        x = self.drop(F.gelu(self.node(torch.cat([node, self.typ(typ), self.dist(dist)], -1))))
        both = self.pb(self.bs(x)[:, :, None] * self.bo(x)[:, None])
        pair = self.ps(x)[:, :, None] + self.po(x)[:, None] + self.pc(self._context(h, x, tmask)) + both + _at(self.pl(h), plca)
        pair = self.drop(F.gelu(pair + self.pdist(pdist) + self.pli(pli) + self.plj(plj)))
        pair = self.drop(F.gelu(self.pair(pair)))
        span = self.sn(x)[:, :, None] + self.stk(h)[:, None] + _at(self.sl(h), tlca)
        span = self.drop(F.gelu(span + self.tdist(tdist) + self.tli(tli) + self.tlj(tlj)))
        piece = self.ev(h)
        begins = self.start(span) + self.sbo(self.sb1(x)[:, :, None] * self.sb2(h)[:, None]) + piece[:, None]
        tables = (self.rel(pair), self.stat(pair), begins, self._ends(h))
        return (*tables, piece, self.aux(h)) if self.training else tables

    def _context(self, h: Tensor, x: Tensor, tmask: Tensor) -> Tensor:
        """For each pair of nodes what both look at: the product of their attentions, made to sum to one."""
        rows, pieces, nodes = h.shape[0], h.shape[1], x.shape[1]
        keys = self.k(h).view(rows, pieces, self.attentions, self.key_width).permute(0, 2, 3, 1)
        outside = (tmask - 1)[:, None, None] * 1e4

        def attention(query: nn.Linear) -> Tensor:
            scores = query(x).view(rows, nodes, self.attentions, self.key_width).transpose(1, 2) @ keys
            scores = scores / math.sqrt(self.key_width) + outside
            return torch.exp(scores - scores.amax(-1, keepdim=True))

        weights = attention(self.qs)[:, :, :, None] * attention(self.qo)[:, :, None]
        weights = (weights / (weights.sum(-1, keepdim=True) + 1e-6)).reshape(rows, self.attentions, nodes * nodes, pieces)
        values = self.v(h).view(rows, pieces, self.attentions, -1).transpose(1, 2)
        return (weights.to(values.dtype) @ values).transpose(1, 2).reshape(rows, nodes, nodes, -1)

    def _ends(self, h: Tensor) -> Tensor:
        left, right = (layer(h).view(*h.shape[:2], len(SPAN_END), 64).transpose(1, 2) for layer in (self.ea, self.eb))
        return left @ right.transpose(-1, -2) / 8


def _ties(width: int) -> tuple[nn.Embedding, nn.Embedding, nn.Embedding]:
    made = nn.Embedding(DISTANCES, width), nn.Embedding(len(DEPENDENCIES), width), nn.Embedding(len(DEPENDENCIES), width)
    for embedding in made:
        nn.init.normal_(embedding.weight, 0, 0.3)
    return made


def _at(pieces: Tensor, places: Tensor) -> Tensor:
    """The rows of `pieces` at `places`, counted from 1; zeros at 0."""
    padded = F.pad(pieces, (0, 0, 1, 0))
    if len(padded) == 1:  # one gather by rows is many times faster at run time
        return padded[0][places[0]][None]
    index = places.reshape(len(places), -1, 1).expand(-1, -1, padded.shape[-1])
    return torch.gather(padded, 1, index).view(*places.shape, padded.shape[-1])


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, encoder: Path) -> None:
        super().__init__()
        # without dropout on attention PyTorch takes its fast way through it, and a step half the time
        self.enc = BertModel.from_pretrained(encoder, add_pooling_layer=False, attention_probs_dropout_prob=0.0).float()
        segments = self.enc.embeddings.token_type_embeddings.weight.data[0]
        tags = nn.Embedding(TAGS, WIDTH)
        tags.weight.data = segments + torch.randn(TAGS, WIDTH) * 0.02
        tags.weight.data[0] = segments
        self.enc.embeddings.token_type_embeddings = tags
        self.heads = Heads()

    def forward(self, batch: Batch) -> tuple[Tensor, ...]:
        """The tables of every frame of the batch."""
        return self.fill(self.encode(batch), batch)

    def encode(self, batch: Batch) -> Tensor:
        """What the encoder makes of the word pieces of all stretches, in one row."""
        hidden = self.enc(input_ids=batch["ids"], token_type_ids=batch["tags"], attention_mask=batch["mask"]).last_hidden_state
        return hidden.reshape(-1, WIDTH)

    def fill(self, pieces: Tensor, batch: Batch) -> tuple[Tensor, ...]:
        """The tables of the frames of a batch, or of a part of it."""
        nodes = (pieces[batch["member"]] * batch["share"][..., None]).sum(2)
        inputs = (pieces[batch["piece"]], batch["cur"], batch["tmask"], nodes, batch["typ"], batch["dist"])
        tables: tuple[Tensor, ...] = self.heads(*inputs, *(batch[name] for name in TIES))
        return tables
