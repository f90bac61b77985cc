/**
 * The base run's training step in eager PyTorch, on one thread: `plain`, as a researcher would write it, and `tuned`, the
 * fastest that was found without leaving eager mode.
 *
 * Called with `measure plain` or `measure tuned`, it samples and trains on random features of the usual shape, as many steps as a line
 * `run N` on its standard input says, and answers with the seconds that they took. Called with `replay FILE`, it replays
 * a trace (`optoscope trace`) in float64 and prints, as one line of JSON, how far the two are apart; see `Replay`.
 *
 * Tried with PyTorch 1.13 (Debian's, OpenBLAS), as steps/s relative to separate rotations by stacked pairs, a boolean
 * mask, and Adam's default loop (1.00): separate linears for Q, K and V 0.95; einsum 0.96; attention by elementwise
 * products 0.77; a mask that is added 1.03; baddbmm with that mask 1.02; rotation of Q and K together 1.04; rotation by
 * complex products, as in LLaMA's published code, 1.10; gradients set to none 1.01; foreach Adam 0.99 alone. Together,
 * as in the tuned variant, 1.14. Adam's variants depend on the version most, so the fastest is found anew each time.
 */
export const pytorchStep = String.raw`
import json, signal, struct, sys, time

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
signal.signal(signal.SIGINT, signal.SIG_DFL)

CLASSES, FEATURES, LABELS, PAIRS, WIDTH, HEADS, LAYERS, BATCH = 50, 512, 5, 2, 64, 8, 2, 32
LENGTH, SIZE = 2 * PAIRS + 1, WIDTH // HEADS


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH, bias=False)
        self.out = nn.Linear(WIDTH, WIDTH, bias=False)

    def forward(self, x, turns, mask, seen):
        # [3, batch, heads, length, size]
        qkv = self.qkv(self.norm(x)).view(-1, LENGTH, 3, HEADS, SIZE).permute(2, 0, 3, 1, 4)
        pairs = torch.view_as_complex(qkv[:2].unflatten(-1, (SIZE // 2, 2)))
        q, k = torch.view_as_real(pairs * turns).flatten(-2)
        scores = q @ k.transpose(-1, -2) * SIZE**-0.5 + mask
        pattern = scores.softmax(-1)
        if seen is not None:
            seen.append((scores, pattern))
        z = (pattern @ qkv[2]).transpose(1, 2).reshape(-1, LENGTH, WIDTH)
        return x + self.out(z)


class PlainBlock(Block):
    def forward(self, x, turns, mask, seen):
        qkv = self.qkv(self.norm(x)).view(-1, LENGTH, 3, HEADS, SIZE).permute(2, 0, 3, 1, 4)
        q, k = (rotate(part, turns.real, turns.imag) for part in qkv[:2])
        scores = (q @ k.transpose(-1, -2) * SIZE**-0.5).masked_fill(mask < 0, float("-inf"))
        z = (scores.softmax(-1) @ qkv[2]).transpose(1, 2).reshape(-1, LENGTH, WIDTH)
        return x + self.out(z)


def rotate(x, cosines, sines):
    even, odd = x[..., ::2], x[..., 1::2]
    return torch.stack((even * cosines - odd * sines, odd * cosines + even * sines), -1).flatten(-2)


class Transformer(nn.Module):
    def __init__(self, block=Block):
        super().__init__()
        self.exemplar = nn.Linear(FEATURES, WIDTH)
        self.label = nn.Embedding(LABELS, WIDTH)
        self.blocks = nn.ModuleList(block() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        self.unembed = nn.Linear(WIDTH, LABELS)
        frequencies = 10000.0 ** (-torch.arange(0, SIZE, 2, dtype=torch.float64) / SIZE)
        angles = torch.arange(LENGTH, dtype=torch.float64)[:, None] * frequencies
        self.turns = torch.polar(torch.ones_like(angles), angles).to(torch.complex64)
        self.mask = torch.full((LENGTH, LENGTH), float("-inf")).triu(1)

    def forward(self, exemplars, labels, seen=None):
        """[batch, pairs + 1, features], [batch, pairs] -> logits at the query [batch, labels]"""
        embedded = self.exemplar(exemplars)
        context = torch.stack((embedded[:, :PAIRS], self.label(labels)), 2).flatten(1, 2)
        x = torch.cat((context, embedded[:, PAIRS:]), 1)
        for block in self.blocks:
            x = block(x, self.turns, self.mask, seen)
        return self.unembed(self.norm(x[:, -1]))


class Sampler:
    """The query's class and another one, a label pair for the two in random order, the context in random order."""

    def __init__(self):
        self.features = torch.rand(CLASSES, FEATURES) * 2
        self.label_pairs = torch.combinations(torch.arange(LABELS))[:8]

    def sample(self):
        query = torch.randint(CLASSES, (BATCH,))
        other = (query + torch.randint(1, CLASSES, (BATCH,))) % CLASSES
        pair = self.label_pairs[torch.randint(len(self.label_pairs), (BATCH,))]
        labels = pair.gather(1, torch.rand(BATCH, 2).argsort(1))
        order = torch.rand(BATCH, 2).argsort(1)
        context = torch.stack((query, other), 1).gather(1, order)
        exemplars = self.features[torch.cat((context, query[:, None]), 1)]
        return exemplars, labels.gather(1, order), labels[:, 0]


def train_step(model, optimizer, batch, zero={"set_to_none": True}):
    exemplars, labels, targets = batch
    loss = F.cross_entropy(model(exemplars, labels), targets)
    optimizer.zero_grad(**zero)
    loss.backward()
    optimizer.step()
    return loss.item()


class Run:
    def __init__(self, options, block=Block, zero={"set_to_none": True}):
        self.model, self.sampler, self.losses, self.zero = Transformer(block), Sampler(), [], zero
        self.optimizer = torch.optim.Adam(self.model.parameters(), 1e-5, **options)

    def seconds(self, steps):
        begun = time.perf_counter()
        for _ in range(steps):
            self.losses.append(train_step(self.model, self.optimizer, self.sampler.sample(), self.zero))
        return time.perf_counter() - begun


def fastest_run():
    runs = []
    for options in ({}, {"foreach": True}, {"fused": True}):
        try:
            run = Run(options)
            run.seconds(20)
            runs.append(run)
        except (RuntimeError, TypeError):
            pass  # This version of PyTorch has no such Adam, or not for processors.
    times = [[] for _ in runs]
    for _ in range(5):
        for run, seconds in zip(runs, times):
            seconds.append(run.seconds(30))
    best = min(range(len(runs)), key=lambda number: sorted(times[number])[2])
    return runs[best]


def measure(variant):
    run = fastest_run() if variant == "tuned" else Run({}, PlainBlock, {})
    print("ready", torch.__version__, flush=True)
    for line in sys.stdin:
        print(run.seconds(int(line.split()[1])), flush=True)


def read_trace(file):
    """Tensors of a safetensors file, the real ones in float64."""
    kinds = {"F32": torch.float32, "I32": torch.int32}
    with open(file, "rb") as stream:
        header = json.loads(stream.read(struct.unpack("<Q", stream.read(8))[0]))
        data = stream.read()
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        tensor = torch.frombuffer(bytearray(data[begin:end]), dtype=kinds[entry["dtype"]])
        kind = torch.float64 if entry["dtype"] == "F32" else torch.long
        tensors[name] = tensor.reshape(entry["shape"]).to(kind)
    return tensors


def named(model, pick):
    """What pick gives for each parameter, by the trace's names and in its shapes: views, not copies."""
    tensors = {
        "embed.W_exemplar": pick(model.exemplar.weight).T,
        "embed.b_exemplar": pick(model.exemplar.bias),
        "embed.W_label": pick(model.label.weight),
        "ln_final.w": pick(model.norm.weight),
        "ln_final.b": pick(model.norm.bias),
        "unembed.W_U": pick(model.unembed.weight).T,
        "unembed.b_U": pick(model.unembed.bias),
    }
    for layer, block in enumerate(model.blocks):
        tensors["blocks.%d.ln1.w" % layer] = pick(block.norm.weight)
        tensors["blocks.%d.ln1.b" % layer] = pick(block.norm.bias)
        qkv = pick(block.qkv.weight).view(3, HEADS, SIZE, WIDTH)
        for letter, weight in zip("QKV", qkv):
            tensors["blocks.%d.attn.W_%s" % (layer, letter)] = weight.transpose(1, 2)
        tensors["blocks.%d.attn.W_O" % layer] = pick(block.out.weight).T.view(HEADS, SIZE, WIDTH)
    return tensors


def relative(ours, expected):
    """Norm of the difference of two lists of tensors, relative to that of the second."""
    ours, expected = (torch.cat([tensor.reshape(-1) for tensor in tensors]) for tensors in (ours, expected))
    return float((ours - expected).norm() / expected.norm())


def replay(file):
    trace = read_trace(file)
    model = Transformer().double()
    # Not parameters, so not converted with them; exactly the double values.
    frequencies = 10000.0 ** (-torch.arange(0, SIZE, 2, dtype=torch.float64) / SIZE)
    angles = torch.arange(LENGTH, dtype=torch.float64)[:, None] * frequencies
    model.turns = torch.polar(torch.ones_like(angles), angles)
    model.mask = model.mask.double()
    parameters = named(model, lambda parameter: parameter.data)
    assert set(parameters) == {name[6:] for name in trace if name.startswith("param.")}
    for name, parameter in parameters.items():
        parameter.copy_(trace["param." + name])
    optimizer = torch.optim.Adam(model.parameters(), 1e-5)
    exemplars, labels = trace["batch.exemplars"], trace["batch.labels"]

    seen = []
    with torch.no_grad():
        logits = model(exemplars[0], labels[0, :, :PAIRS], seen)
        plain = Transformer(PlainBlock).double()
        plain.load_state_dict(model.state_dict())
        plain.turns, plain.mask = model.turns, model.mask
        plain_logits = plain(exemplars[0], labels[0, :, :PAIRS])
    scores, patterns = (torch.stack(values) for values in zip(*seen))
    visible = scores.isfinite()
    result = {
        "logits": relative([trace["logits0"]], [logits]),
        "plainLogits": relative([trace["logits0"]], [plain_logits]),
        "patterns": relative([trace["pattern0"]], [patterns]),
        "scores": relative([trace["scores0"][visible]], [scores[visible]]),
        "sameMask": bool((trace["scores0"].isfinite() == visible).all()),
        "loss": 0.0,
    }
    for step in range(len(exemplars)):
        batch = exemplars[step], labels[step, :, :PAIRS], labels[step, :, PAIRS]
        loss = train_step(model, optimizer, batch)
        result["loss"] = max(result["loss"], abs(loss - float(trace["loss"][step])))
        if step == 0:
            gradients = named(model, lambda parameter: parameter.grad)
            traced = [trace["grad0." + name] for name in gradients]
            result["gradient"] = relative(traced, list(gradients.values()))
            result["worstGradient"] = max(relative([a], [b]) for a, b in zip(traced, gradients.values()))
    moved = [trace["final." + name] - trace["param." + name] for name in parameters]
    expected = [parameter - trace["param." + name] for name, parameter in parameters.items()]
    result["steps"] = len(exemplars)
    result["update"] = relative(moved, expected)
    print(json.dumps(result))


if sys.argv[1] == "replay":
    replay(sys.argv[2])
else:
    measure(sys.argv[2])
`;
