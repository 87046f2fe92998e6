#!/usr/bin/env python3
"""Train the network that decides what n-grams leave uncertain.

    python scripts/train_context_model.py TEXT… --ngrams i18n_tool/mojibake/data/zh_en.ngrams \
        -o i18n_tool/mojibake/data/zh_en.context

TEXT: the files that the n-grams were trained on; see `scripts/train_language_model.py`. This needs PyTorch
(`torch==2.13.0`), running the tool does not.

Method: a feed-forward network over the embeddings of the symbols on both sides of a gap. It first learns to tell the
true symbol from others that damage could confuse it with, anywhere in the texts (sampled softmax), its input damaged a
little. Then it learns from gaps that n-grams leave uncertain, which `hard_gaps.py` makes, to correct the n-grams'
log-probabilities: it sees them, and the loss is that of the sum. It computes with 16-bit numbers (bfloat16) in one
thread, in a fixed order, seeded: on one machine the same texts give the same bytes; processors with other arithmetic
units round differently.
"""

from __future__ import annotations

import argparse
import math
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from hard_gaps import (  # type: ignore[import-not-found]  # it lies beside this script
    ABSENT,
    LOST_IN_1254,
    HardGaps,
    folds_of,
    hard_gaps,
)
from torch import nn
from torch.nn import functional
from train_language_model import Alphabet, read_texts, train, write_model  # type: ignore[import-not-found]  # so does it

from i18n_tool.mojibake.context_model import MAGIC, quantise
from i18n_tool.mojibake.language_model import LanguageModel, open_model
from i18n_tool.mojibake.model_file import write_arrays
from i18n_tool.mojibake.symbols import BITS, KNOWN_RANGE, simplify

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

SEED: Final = 1
#: Symbols seen on each side; those of one group go through the same layer.
REACH, GROUP = 16, 4
EMBEDDING, GROUP_WIDTH, WIDTHS = 96, 256, (512, 256)
#: The n-grams of the folds are smaller than those that ship, as are the texts that they are trained on.
FOLD_CELLS: Final = 2_200_000

#: The first part of the training: steps, examples of each, highest learning rate.
STEPS, BATCH, RATE = 5000, 2048, 2e-3
#: Share of the places with an ASCII sign, a word or a number that are learned from, too: such are rarely lost.
ASCII_SHARE: Final = 0.15
#: Of every so many symbols around, one is another that damage could confuse it with; one is unknown.
CONFUSED, UNKNOWN = 0.02, 0.004
#: Wrong candidates of an example: such that damage could confuse with the true one, and any.
CONFUSABLE, RANDOM = 10, 5
#: The second part: rounds over the gaps.
ROUNDS, GAPS_BATCH, GAPS_RATE = 1.5, 1024, 1.5e-3
#: What the network says counts for so much of what it learned in the first part, at first.
FIRST_TRUST: Final = 0.3
#: How often the line stands alone: nothing is known of others.
ALONE: Final = 0.5
NEWLINES_AROUND: Final = 5


class Network(nn.Module):  # type: ignore[misc, unused-ignore]  # torch may not be installed
    """The network; candidates are compared with its output by their embeddings."""

    def __init__(self, symbols: int) -> None:
        super().__init__()
        self.embeddings = nn.Embedding(symbols, EMBEDDING)
        nn.init.normal_(self.embeddings.weight, std=0.3)
        self.before, self.after = (nn.Linear(GROUP * EMBEDDING, GROUP_WIDTH) for _ in range(2))
        widths = (2 * REACH // GROUP * GROUP_WIDTH, *WIDTHS)
        self.layers = nn.ModuleList(nn.Linear(one, other) for one, other in zip(widths, WIDTHS, strict=False))
        self.query = nn.Linear(WIDTHS[-1], EMBEDDING)
        self.biases = nn.Embedding(symbols, 1)
        nn.init.zeros_(self.biases.weight)
        self.trust = nn.Parameter(torch.tensor([1.0, FIRST_TRUST]))

    def forward(self, windows: torch.Tensor, candidates: torch.Tensor) -> torch.Tensor:
        """Return what the symbols around say for each candidate."""
        embedded = self.embeddings(windows)
        before = embedded[:, :REACH].reshape(len(windows), REACH // GROUP, -1)
        after = embedded[:, REACH:].reshape(len(windows), REACH // GROUP, -1)
        hidden = torch.cat((functional.relu(self.before(before)), functional.relu(self.after(after))), 1)
        hidden = hidden.reshape(len(windows), -1)
        for layer in self.layers:
            hidden = functional.relu(layer(hidden))
        compared = torch.bmm(self.embeddings(candidates), self.query(hidden)[:, :, None])
        scores: torch.Tensor = (compared + self.biases(candidates))[:, :, 0].float()
        return scores


class Trainer:
    """Fits a network of 16-bit weights, whose changes are kept with 32 bits.

    Args:
        network: it is fitted in place.
        rate: the highest learning rate; it rises at first, and falls to nothing along a cosine.
        steps: how many there will be.
    """

    def __init__(self, network: Network, rate: float, steps: int) -> None:
        self._weights = list(network.parameters())
        self._precise = [weight.detach().float().clone().requires_grad_() for weight in self._weights]
        self._optimizer = torch.optim.AdamW(self._precise, lr=rate, betas=(0.9, 0.98), weight_decay=0.01)
        self._rate, self._steps, self._step = rate, steps, 0
        self._total, self._start = 0.0, time.monotonic()

    def fit(self, loss: torch.Tensor) -> None:
        """Take one step."""
        for weight in self._weights:
            weight.grad = None
        loss.backward()  # type: ignore[no-untyped-call, unused-ignore]
        for weight, precise in zip(self._weights, self._precise, strict=True):
            precise.grad = None if weight.grad is None else weight.grad.float()
        nn.utils.clip_grad_norm_(self._precise, 1.0)
        for group in self._optimizer.param_groups:
            group["lr"] = self._rate * min(1.0, (self._step + 1) / 150) * self._share_left()
        self._optimizer.step()
        with torch.no_grad():
            for weight, precise in zip(self._weights, self._precise, strict=True):
                weight.copy_(precise)
        self._report(float(loss))

    def _share_left(self) -> float:
        return 0.04 + 0.96 * 0.5 * (1 + math.cos(math.pi * self._step / self._steps))

    def _report(self, loss: float) -> None:
        self._step += 1
        self._total += loss
        every = max(1, self._steps // 20)
        if self._step % every == 0:
            seconds = time.monotonic() - self._start
            print(f"step {self._step} of {self._steps}, loss {self._total / every:.4f}, {seconds:.0f} s", flush=True)
            self._total = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Confusions:
    """For each symbol, others that damage could confuse it with: it leaves the same bytes, or nearly."""

    others: Array
    is_known: Array
    """Which symbols stand for something that is met in the texts."""

    @classmethod
    def of(cls, model: LanguageModel, rng: np.random.Generator) -> Confusions:
        """Draw them at random, frequent ones more often."""
        rates = np.exp(model.unigrams.astype(np.float64))
        is_known = rates > 1e-8
        is_known[0] = False
        groups: dict[tuple[str, bytes], list[int]] = defaultdict(list)
        keys: dict[int, list[tuple[str, bytes]]] = {}
        for code_point in range(KNOWN_RANGE):
            symbol = int(model.classes[code_point])
            if symbol not in keys and not 0xD800 <= code_point <= 0xDFFF and is_known[symbol]:
                keys[symbol] = _confusion_keys(chr(code_point))
                for key in keys[symbol]:
                    groups[key].append(symbol)
        others = np.zeros((1 << BITS, 32), dtype=np.int64)
        for symbol, found in keys.items():
            for column in range(32):
                members = np.array(groups[found[(0, 0, 0, 1, 1, 1, 2, 0)[column % 8] % len(found)]])
                weights = rates[members] ** 0.7
                others[symbol, column] = rng.choice(members, p=weights / weights.sum())
        return cls(others, is_known)

    def draw(self, symbols: Array, rng: np.random.Generator, count: int) -> Array:
        """Return some for each symbol."""
        drawn: Array = self.others[symbols[..., None], rng.integers(0, 32, (*symbols.shape, count))]
        return drawn


def _confusion_keys(char: str) -> list[tuple[str, bytes]]:
    """Return by what a character is known once bytes of it are lost: the first ones, the lasting ones, the last one."""
    spelled = char.encode()
    if len(spelled) == 1:
        return [("ASCII", b"")]
    lasting = bytes(byte for byte in spelled if byte not in LOST_IN_1254)
    return [("first", spelled[:-1]), ("lasting", lasting), ("last", spelled[-1:])]


def alone(windows: Array, newline: int, rng: np.random.Generator) -> Array:
    """Return the windows, some of them without anything beyond the line of the gap, as if it were all that there is."""
    some = rng.random(len(windows)) < ALONE
    sides = [windows[some, REACH - 1 :: -1], windows[some, REACH:]]
    for place, side in enumerate(sides):
        beyond = np.cumsum(np.cumsum(side == newline, axis=1) > 0, axis=1)
        sides[place] = np.where(beyond > 0, np.where(beyond <= NEWLINES_AROUND, newline, 0), side)
    changed = windows.copy()
    changed[some] = np.concatenate((sides[0][:, ::-1], sides[1]), axis=1)
    return changed


def examples(
    symbols: Array, model: LanguageModel, rng: np.random.Generator
) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
    """Yield batches of windows and candidates, of which the first is the true one; and which others are the same."""
    confusions = Confusions.of(model, rng)
    newline = int(model.classes[ord("\n")])
    rates = np.where(confusions.is_known, np.exp(model.unigrams.astype(np.float64)) ** 0.6, 0)
    offsets = np.concatenate((np.arange(-REACH, 0), np.arange(1, REACH + 1)))
    is_ascii = np.isin(symbols, model.classes[:0x80])
    learned = np.flatnonzero(~is_ascii | (rng.random(len(symbols)) < ASCII_SHARE))
    learned = learned[(learned >= REACH) & (learned < len(symbols) - REACH)]
    while True:
        places = np.sort(rng.choice(learned, BATCH))
        truth, windows = symbols[places], symbols[places[:, None] + offsets]
        chance = rng.random(windows.shape)
        windows = np.where(chance < CONFUSED, confusions.draw(windows, rng, 1)[..., 0], windows)
        windows[chance > 1 - UNKNOWN] = 0
        candidates = np.concatenate(
            (
                truth[:, None],
                confusions.draw(truth, rng, CONFUSABLE),
                rng.choice(len(rates), (BATCH, RANDOM), p=rates / rates.sum()),
            ),
            axis=1,
        )
        same = candidates == truth[:, None]
        same[:, 0] = False
        yield torch.from_numpy(alone(windows, newline, rng)), torch.from_numpy(candidates), torch.from_numpy(same)


def learn_the_language(network: Network, symbols: Array, model: LanguageModel, rng: np.random.Generator) -> None:
    """Fit the network to tell what stands anywhere in the texts."""
    trainer = Trainer(network, RATE, STEPS)
    first = torch.zeros(BATCH, dtype=torch.long)
    for _, (windows, candidates, same) in zip(range(STEPS), examples(symbols, model, rng), strict=False):
        scores = network(windows, candidates).masked_fill(same, ABSENT)
        trainer.fit(functional.cross_entropy(scores, first))


def learn_from_gaps(network: Network, gaps: HardGaps, newline: int, rng: np.random.Generator) -> None:
    """Fit the network to correct n-grams."""
    steps = int(ROUNDS * len(gaps.truths) / GAPS_BATCH)
    trainer = Trainer(network, GAPS_RATE, steps)
    order = np.concatenate([rng.permutation(len(gaps.truths)) for _ in range(math.ceil(ROUNDS))])
    for step in range(steps):
        rows = np.sort(order[step * GAPS_BATCH : (step + 1) * GAPS_BATCH])
        windows = torch.from_numpy(alone(gaps.windows[rows].astype(np.int64), newline, rng))
        known = torch.from_numpy(gaps.scores[rows].astype(np.float32))
        said = network(windows, torch.from_numpy(gaps.candidates[rows].astype(np.int64)))
        trust = network.trust.float()
        scores = (trust[0] * known + trust[1] * said).masked_fill(known <= ABSENT, ABSENT)
        trainer.fit(functional.cross_entropy(scores, torch.from_numpy(gaps.truths[rows].astype(np.int64))))


def gaps_of_all_folds(texts: list[str], alphabet: Alphabet, folder: Path) -> HardGaps:
    """Return the gaps of each fold that n-grams of the others leave uncertain."""
    folds = folds_of(texts)
    found = []
    for place, fold in enumerate(folds):
        path = folder / f"{place}.ngrams"
        others = folds[:place] + folds[place + 1 :]
        write_model(path, *train(others, FOLD_CELLS, alphabet))
        found.append(hard_gaps(open_model(path), fold, REACH, SEED * 1000 + place))
        print(f"fold {place + 1}: {len(found[-1].truths)} gaps", flush=True)
    return HardGaps.joined(found)


def write(path: Path, network: Network) -> None:
    """Write the network in the layout that `i18n_tool.mojibake.context_model` reads."""
    weights = {name: value.detach().float().numpy() for name, value in network.state_dict().items()}
    trust = weights["trust"]
    arrays: dict[str, Array] = {}

    def add(name: str, matrix: Array, biases: Array | None = None) -> None:
        steps, scales = quantise(matrix)
        arrays[name], arrays[f"{name}.scales"] = steps, scales.astype("<f2")
        if biases is not None:
            arrays[f"{name}.biases"] = biases.astype("<f2")

    add("embeddings", weights["embeddings.weight"])
    add("before", weights["before.weight"].T, weights["before.bias"])
    add("after", weights["after.weight"].T, weights["after.bias"])
    for place in range(len(WIDTHS)):
        add(f"layer{place}", weights[f"layers.{place}.weight"].T, weights[f"layers.{place}.bias"])
    add("query", trust[1] * weights["query.weight"].T, trust[1] * weights["query.bias"])
    arrays["biases"] = (trust[1] * weights["biases.weight"][:, 0]).astype("<f2")
    facts = {"reach": REACH, "group": GROUP, "layers": len(WIDTHS), "trust": round(float(trust[0]), 4)}
    write_arrays(path, MAGIC, arrays, **facts)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--ngrams", type=Path, required=True, help="the n-grams of these texts")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    model = open_model(options.ngrams)
    alphabet = Alphabet(model.classes, model.within, model.floor)
    texts = list(read_texts(options.texts))
    symbols = model.symbols(simplify("\n".join(["", *texts, ""]))).astype(np.int64)
    network = Network(int(model.classes.max()) + 1).bfloat16()
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1) as pool:
        gaps = pool.submit(gaps_of_all_folds, texts, alphabet, Path(folder))
        learn_the_language(network, symbols, model, rng)
        learn_from_gaps(network, gaps.result(), int(model.classes[ord("\n")]), rng)
    write(options.output, network)
    print(f"{options.output}: {options.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
