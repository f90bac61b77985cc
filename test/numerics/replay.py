"""
Replays traces (`optoscope trace`) in PyTorch, in float64, with clamps written anew from what the paper says of them: a
second opinion on every kind, which shares no code with the program that made the trace.

    python3 replay.py TRACE.safetensors…             JSON, one object a trace: how far the two are apart
    python3 replay.py < JOBS.json                    the same for [{"file": …, "donors": {CHECKPOINT: FILE}, "steps": N}]

`donors` says which file of which run folder a graft's checkpoint is; `steps` how many are replayed, if not all.

The model knows nothing of clamps but a cache and a mask for each of its activations: where the mask is set, the rest of
the model sees the cache. A clamp says what the cache is. Where that comes from a model, it comes from a pass of its own.
"""

import functools
import json
import os
import struct
import sys

import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

NEVER = -1e9
"""The score of what must not be attended to."""


def read_file(file):
    """Tensors of a safetensors file, real ones in float64, and its metadata."""
    with open(file, "rb") as stream:
        (length,) = struct.unpack("<Q", stream.read(8))
        header = json.loads(stream.read(length))
        data = stream.read()
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        single, wide = {"F32": (torch.float32, torch.float64), "I32": (torch.int32, torch.long)}[entry["dtype"]]
        numbers = torch.frombuffer(bytearray(data[begin:end]), dtype=single) if end > begin else torch.zeros(0)
        tensors[name] = numbers.reshape(entry["shape"]).to(wide)
    return tensors, metadata


class Batch:
    """exemplars [sequences, pairs + 1, features], the last the query; labels [sequences, pairs]; target [sequences]"""

    def __init__(self, exemplars, labels):
        self.exemplars, self.labels, self.target = exemplars, labels[:, :-1], labels[:, -1]
        self.pairs = self.labels.shape[1]
        self.length = 2 * self.pairs + 1


@functools.lru_cache(None)
def turns(length, size):
    """For each position the matrix that turns column pairs (2i, 2i + 1) by position · 10000^(-2i / size)."""
    matrices = torch.zeros(length, size, size)
    for position in range(length):
        for column in range(0, size, 2):
            angle = torch.tensor(position * 10000.0 ** (-column / size))
            matrices[position, column, column] = matrices[position, column + 1, column + 1] = angle.cos()
            matrices[position, column, column + 1] = angle.sin()
            matrices[position, column + 1, column] = -angle.sin()
    return matrices


@functools.lru_cache(None)
def waves(length, width):
    """Sinusoidal positions: sine in even columns, cosine in odd ones."""
    table = torch.zeros(length, width)
    for position in range(length):
        for column in range(width):
            angle = torch.tensor(position / 10000.0 ** ((column - column % 2) / width))
            table[position, column] = angle.cos() if column % 2 else angle.sin()
    return table


def forward(weights, model, batch, cache={}, mask={}, temperatures={}):
    """
    One pass. Returns all activations as the rest of the model sees them: [sequences, tokens, columns], or
    [sequences, heads, tokens, columns]. `temperatures`: by layer, what the scores of each head are divided by.
    """
    sites = {}

    def see(name, value):
        if name in cache:
            value = torch.where(mask[name], cache[name], value)
        sites[name] = value
        return value

    def norm(x, name):
        if not model["norm"]:
            return x
        centred = x - x.mean(-1, keepdim=True)
        scaled = centred / (centred.square().mean(-1, keepdim=True) + 1e-5).sqrt()
        return see(name + ".hook_normalized", scaled * weights[name + ".w"] + weights[name + ".b"])

    size = model["width"] // model["heads"]
    unseen = torch.ones(batch.length, batch.length).triu(1).bool()
    if not model["causal"]:
        unseen[:] = False
    embedded = batch.exemplars @ weights["embed.W_exemplar"] + weights["embed.b_exemplar"]
    tokens = []
    for pair in range(batch.pairs):
        tokens += [embedded[:, pair], weights["embed.W_label"][batch.labels[:, pair]]]
    x = see("hook_embed", torch.stack([*tokens, embedded[:, -1]], 1))
    if model["positions"] == "learned":
        x = x + see("hook_pos_embed", weights["pos_embed.W_pos"].expand_as(x))
    if model["positions"] == "sinusoidal":
        x = x + see("hook_pos_embed", waves(batch.length, model["width"]).expand_as(x))
    for layer in range(model["layers"]):
        block = "blocks.%d" % layer
        at = block + ".attn"
        x = see(block + ".hook_resid_pre", x)
        projected = {}
        for what in "qkv":
            read = norm(see("%s.hook_%s_input" % (block, what), x), block + ".ln1")
            product = torch.einsum("btw,hws->bhts", read, weights["%s.W_%s" % (at, what.upper())])
            projected[what] = see("%s.hook_%s" % (at, what), product)
        rotated = {}
        for what in "qk":
            if model["positions"] == "rope":
                turned = torch.einsum("bhts,tsr->bhtr", projected[what], turns(batch.length, size))
            else:
                turned = projected[what]
            rotated[what] = see("%s.hook_rot_%s" % (at, what), turned)
        scores = torch.einsum("bhqs,bhks->bhqk", rotated["q"], rotated["k"]) / size**0.5
        if layer in temperatures:
            scores = scores / temperatures[layer][:, None, None]
        scores = see(at + ".hook_attn_scores", scores).masked_fill(unseen, -torch.inf)
        sites[at + ".hook_attn_scores"] = scores
        pattern = see(at + ".hook_pattern", scores.softmax(-1)).masked_fill(unseen, 0)
        sites[at + ".hook_pattern"] = pattern
        z = see(at + ".hook_z", pattern @ projected["v"])
        x = x + see(block + ".hook_attn_out", torch.einsum("bhts,hsw->btw", z, weights[at + ".W_O"]))
        if model["mlpRatio"] is not None:
            x = see(block + ".hook_resid_mid", x)
            mlp = block + ".mlp"
            pre = see(mlp + ".hook_pre", norm(x, block + ".ln2") @ weights[mlp + ".W_in"] + weights[mlp + ".b_in"])
            post = 0.5 * pre * (1 + torch.tanh((2 / torch.pi) ** 0.5 * (pre + 0.044715 * pre**3)))
            written = see(mlp + ".hook_post", post) @ weights[mlp + ".W_out"] + weights[mlp + ".b_out"]
            x = x + see(block + ".hook_mlp_out", written)
        x = see(block + ".hook_resid_post", x)
    see("logits", norm(x, "ln_final") @ weights["unembed.W_U"] + weights["unembed.b_U"])
    return sites


class Held:
    """What is held while clamps hold: caches, their masks, and temperatures."""

    def __init__(self, plain):
        self.plain, self.cache, self.mask, self.temperatures = plain, {}, {}, {}

    def all(self, site, value):
        self.cache[site], self.mask[site] = value, torch.ones_like(value, dtype=torch.bool)

    def some(self, site, select, value):
        """`select`: what is held, an index into [sequences, (heads,) tokens, columns]."""
        where = torch.zeros_like(self.plain[site], dtype=torch.bool)
        where[select] = True
        value = torch.as_tensor(value).expand_as(where)
        before = self.cache.get(site, torch.zeros_like(self.plain[site]))
        self.cache[site] = torch.where(where, value, before)
        self.mask[site] = where | self.mask.get(site, torch.zeros_like(where))

    def copy(self):
        other = Held(self.plain)
        other.cache, other.mask = dict(self.cache), dict(self.mask)
        other.temperatures = self.temperatures
        return other

    def forward(self, weights, model, batch):
        return forward(weights, model, batch, self.cache, self.mask, self.temperatures)


def heads_of(clamp):
    """(layer, head) of each head that a clamp names."""
    return [tuple(map(int, name[1:].split("H"))) for name in clamp["heads"]]


def rows_of(clamp, length):
    return range(1, length, 2) if clamp["positions"] == "labels" else range(length)


def hold(held, clamp, model, batch):
    """A clamp that needs no model but the one it is of."""
    kind, length = clamp["kind"], batch.length
    at = "blocks.%d.attn.hook_%s"
    if kind == "ablate":
        for layer, head in heads_of(clamp):
            held.some(at % (layer, "v"), (slice(None), head), 0.0)
    elif kind == "previous-token":
        rows = torch.zeros(length, length)
        for i in range(length):
            rows[i, i] = 1 - clamp["strength"] if i else 1
            if i:
                rows[i, i - 1] = clamp["strength"]
        for layer, head in heads_of(clamp):
            for i in rows_of(clamp, length):
                held.some(at % (layer, "pattern"), (slice(None), head, i), rows)
    elif kind == "block-previous-token":
        for layer, head in heads_of(clamp):
            for i in rows_of(clamp, length):
                if i:
                    held.some(at % (layer, "attn_scores"), (slice(None), head, i, i - 1), NEVER)
    elif kind == "labels-only":
        for layer, head in heads_of(clamp):
            held.some(at % (layer, "attn_scores"), (slice(None), head, -1, slice(0, length, 2)), NEVER)
    elif kind == "temperature":
        for layer, head in heads_of(clamp):
            held.temperatures.setdefault(layer, torch.ones(model["heads"]))[head] *= clamp["temperature"]
    elif kind in ("induction", "match"):
        weigh = induction if kind == "induction" else match
        rows = torch.zeros(len(batch.target), length)
        for sequence, row in enumerate(rows):
            row[1::2] = torch.tensor(weigh(clamp, batch, sequence))
        for layer, head in heads_of(clamp):
            held.some(at % (layer, "pattern"), (slice(None), head, -1), rows[:, None, None])
    elif kind == "ablate-embedding":
        held.some("hook_embed", ..., 0.0)
    elif kind == "set":
        positions = clamp.get("positions", list(range(length)))
        if ".attn." in clamp["site"]:
            heads = [head for _, head in heads_of(clamp)] if "heads" in clamp else list(range(model["heads"]))
            for head in heads:
                held.some(clamp["site"], (slice(None), head, positions), clamp["value"])
        else:
            held.some(clamp["site"], (slice(None), positions), clamp["value"])


def induction(clamp, batch, sequence):
    """Attention on each pair's label: the strength on those that match, the rest on the others."""
    matches = (batch.labels[sequence] == batch.target[sequence]).tolist()
    right, wrong = sum(matches), batch.pairs - sum(matches)
    return [clamp["strength"] / right if is_right else (1 - clamp["strength"]) / wrong for is_right in matches]


def match(clamp, batch, sequence):
    """Attention on each pair's label by how alike its exemplar is to the query."""
    *context, query = batch.exemplars[sequence]
    alike = torch.stack([torch.dot(x, query) / (x.norm() * query.norm()) for x in context])
    if clamp["temperature"] == 0:
        best = (alike > alike.max() - 1e-9).double()
        return (best / best.sum()).tolist()
    return (alike / clamp["temperature"]).softmax(0).tolist()


def copied(scores, batch, labels):
    """Logits of a perfect copy: `scores` [sequences, tokens] of the query."""
    logits = []
    for sequence, row in enumerate(scores):
        for label in range(labels):
            said = [2 * pair + 1 for pair in range(batch.pairs) if batch.labels[sequence, pair] == label]
            logits.append(row[said].exp().sum().log() if said else torch.tensor(NEVER))
    return torch.stack(logits).reshape(-1, labels)


def clamped(weights, model, batch, clamps, donors, forced={}):
    """All activations under clamps. `forced`: activations that are given whatever clamps say."""
    plain = forward(weights, model, batch)
    held = Held(plain)
    kinds = {clamp["kind"]: clamp for clamp in clamps}
    # What others are held on top of.
    for clamp in clamps:
        if clamp["kind"] == "preserve":
            for what in clamp["what"]:
                for layer in range(model["layers"]):
                    site = "blocks.%d.attn.hook_%s" % (layer, what)
                    held.all(site, plain[site])
        if clamp["kind"] == "graft-in":
            site = "blocks.%d.hook_resid_post" % clamp["throughLayer"]
            held.all(site, clamped(*donors[clamp["checkpoint"]].pass_of(batch))[site])
    for clamp in clamps:
        hold(held, clamp, model, batch)

    patterns = {}
    if "perfect-layer-0" in kinds:
        # One pass for the patterns of layer 1, in which layer 0 has moved each token one to the right.
        plain_stream = held.forward(weights, model, batch)["blocks.0.hook_resid_pre"]
        moved = plain_stream.clone()
        moved[:, 1:-1] = plain_stream[:, :-2]
        first = held.copy()
        first.all("blocks.0.hook_resid_post", moved)
        seen = first.forward(weights, model, batch)
        patterns = {"blocks.1.attn.hook_" + what: seen["blocks.1.attn.hook_" + what] for what in ("attn_scores", "pattern")}
        held.all("blocks.0.hook_resid_post", plain_stream)
        held.all("blocks.1.attn.hook_pattern", patterns["blocks.1.attn.hook_pattern"])
    for site, value in forced.items():
        held.all(site, value)
    sites = {**held.forward(weights, model, batch), **patterns}

    if "copy" in kinds:
        layer, head = map(int, kinds["copy"]["head"][1:].split("H"))
        scores = sites["blocks.%d.attn.hook_attn_scores" % layer][:, head, -1]
        logits = sites["logits"].clone()
        logits[:, -1] = copied(scores, batch, logits.shape[-1])
        sites["logits"] = logits
    if "graft-out" in kinds:
        clamp = kinds["graft-out"]
        site = "blocks.%d.hook_resid_post" % (clamp["fromLayer"] - 1)
        last = clamped(*donors[clamp["checkpoint"]].pass_of(batch), forced={site: sites[site]})
        sites["logits"] = last["logits"]
    return sites


class Donor:
    """The model of a checkpoint in a run folder, with the clamps under which its last step was made."""

    def __init__(self, file):
        tensors, metadata = read_file(file)
        run = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(file))), "run.json")
        with open(run, encoding="utf8") as stream:
            self.model = json.load(stream)["experiment"]["model"]
        self.weights = {name: tensor for name, tensor in tensors.items() if not name.startswith("optimizer.")}
        self.clamps = [entry["clamp"] for entry in json.loads(metadata.get("clamps", "[]")) if entry["held"]]

    def pass_of(self, batch):
        return self.weights, self.model, batch, self.clamps, {}


def rate_at(optimizer, sequences, total):
    """The learning rate of the step that begins at so many sequences."""
    rate, schedule = optimizer["rate"], optimizer["schedule"]
    if schedule["kind"] == "constant":
        return rate
    rise, final = schedule["warmUp"], schedule["final"]
    if sequences < rise:
        return rate * sequences / rise
    left = 1 - (sequences - rise) / max(total - rise, 1)
    if schedule["kind"] == "warm-up-linear":
        return rate * (final + (1 - final) * left)
    if schedule["kind"] == "warm-up-cosine":
        return rate * (final + (1 - final) * (1 - torch.cos(torch.tensor(torch.pi * left)).item()) / 2)
    return rate * max(final, (rise / max(sequences, 1)) ** 0.5)


def make_optimizer(parameters, options):
    if options["kind"] == "sgd":
        return torch.optim.SGD(parameters, options["rate"], options["momentum"])
    betas = options["beta1"], options["beta2"]
    return torch.optim.Adam(parameters, options["rate"], betas, options["epsilon"])


def apart(theirs, ours):
    """Norm of the difference relative to that of ours; a difference from nothing is as large as it is."""
    size = ours.norm().item()
    return (theirs - ours).norm().item() / (size or 1.0)


def compare_seen(theirs, ours):
    """How far scores or logits are apart where they are not -1e9 or -inf, and whether both are that at the same places."""
    left, right = theirs > NEVER / 10, ours > NEVER / 10
    both = left & right
    return apart(theirs[both], ours[both]), bool((left == right).all())


def replay(file, donors, steps):
    trace, metadata = read_file(file)
    experiment = json.loads(metadata["experiment"])
    model, training = experiment["model"], experiment["training"]
    options, size = training["optimizer"], training["batch"]
    donors = {checkpoint: Donor(place) for checkpoint, place in donors.items()}
    start = {name[6:]: tensor for name, tensor in trace.items() if name.startswith("param.")}
    weights = {name: tensor.clone().requires_grad_() for name, tensor in start.items()}
    optimizer = make_optimizer(list(weights.values()), options)
    result = {"steps": steps or len(trace["loss"]), "loss": 0.0, "sameSeen": True}
    for step in range(result["steps"]):
        seen = step * size
        batch = Batch(trace["batch.exemplars"][step], trace["batch.labels"][step])
        held = trace["clamps.held"][step].bool().tolist() if experiment["clamps"] else []
        clamps = [clamp for clamp, holds in zip(experiment["clamps"], held) if holds]
        check_windows(experiment["clamps"], held, seen)
        sites = clamped(weights, model, batch, clamps, donors)
        logits = sites["logits"][:, -1]
        loss = -logits.log_softmax(-1).gather(1, batch.target[:, None]).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        difference = abs(loss.item() - trace["loss"][step].item())
        result["loss"] = max(result["loss"], difference / max(1.0, loss.item()))
        if step == 0:
            compare_first_step(result, trace, sites, weights, model["layers"])
        rate = rate_at(options, seen, training["sequences"])
        for group in optimizer.param_groups:
            group["lr"] = rate
        with torch.no_grad():
            for weight in weights.values():
                weight.grad = torch.zeros_like(weight) if weight.grad is None else weight.grad
                weight *= 1 - rate * options["weightDecay"]
        optimizer.step()
    with torch.no_grad():
        names = sorted(weights)
        flat = {
            "final": torch.cat([trace["final." + name].reshape(-1) for name in names]),
            "ours": torch.cat([weights[name].reshape(-1) for name in names]),
            "start": torch.cat([start[name].reshape(-1) for name in names]),
        }
    result["final"] = apart(flat["final"], flat["ours"])
    result["update"] = apart(flat["final"] - flat["start"], flat["ours"] - flat["start"])
    return result


def check_windows(clamps, held, sequences):
    """What the trace says of clamps without a condition must be what their windows say."""
    for clamp, holds in zip(clamps, held):
        inside = clamp.get("from", 0) <= sequences < clamp.get("until", sequences + 1)
        assert holds <= inside and (holds == inside or "when" in clamp), (clamp, sequences)


def compare_first_step(result, trace, sites, weights, layers):
    """Activations and gradients of the first step."""
    with torch.no_grad():
        at = ["blocks.%d.attn.hook_" % layer for layer in range(layers)]
        scores = torch.stack([sites[block + "attn_scores"] for block in at])
        result["scores"], same_scores = compare_seen(trace["scores0"], scores)
        result["patterns"] = apart(trace["pattern0"], torch.stack([sites[block + "pattern"] for block in at]))
        result["logits"], same_logits = compare_seen(trace["logits0"], sites["logits"][:, -1])
        result["sameSeen"] = same_scores and same_logits
        gradients = {
            name: torch.zeros_like(weight) if weight.grad is None else weight.grad.clone()
            for name, weight in weights.items()
        }
        ours = torch.cat([gradients[name].reshape(-1) for name in sorted(gradients)])
        theirs = torch.cat([trace["grad0." + name].reshape(-1) for name in sorted(gradients)])
        result["gradient"] = apart(theirs, ours)
        errors = {name: apart(trace["grad0." + name], gradient) for name, gradient in gradients.items()}
        result["worstName"] = max(errors, key=errors.get)
        result["worstGradient"] = errors[result["worstName"]]
        # Exact: where no gradient flows there is none, not a small one.
        result["without"] = sorted(name for name, gradient in gradients.items() if not gradient.any())
        result["theirsWithout"] = sorted(name for name in gradients if not trace["grad0." + name].any())


def main(files):
    jobs = [{"file": file} for file in files] if files else json.load(sys.stdin)
    print(json.dumps([replay(job["file"], job.get("donors", {}), job.get("steps")) for job in jobs]))


main(sys.argv[1:])
