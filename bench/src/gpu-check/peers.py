"""Times e3nn on this machine's GPU, where both are here, on what Coesite's benchmarks worked on: peers.py FOLDER.

Reads the folder's cases.json and edges.i32, as org.coesite.bench.gpu.Peers writes them, and prints a table in Markdown.
A convolution is what MACE and NequIP do: senders gathered, o3.TensorProduct (uvu, a weight for each edge, path and
channel), summed over receivers; its gradients are those of nodes, edges and weights. A layer is o3.Linear; its gradient
is that of its argument. Code as e3nn makes it by default, times by CUDA events. Not named e3nn.py, which would be
imported in e3nn's place.
"""

import json
import os
import statistics
import sys
import warnings

RUNS = 7
WARM_UP = 5
PIECE = 0.02  # seconds that are timed together, at least


def say(*words):
    print(*words, flush=True)


def seconds(torch, work):
    """Median time of the work on the device, once it is compiled and warm."""

    def timed(repeats):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        for _ in range(repeats):
            work()
        end.record()
        end.synchronize()
        return start.elapsed_time(end) / 1e3 / repeats

    for _ in range(WARM_UP):
        once = timed(1)
    repeats = max(1, min(50, int(PIECE / max(once, 1e-6))))
    return statistics.median(timed(repeats) for _ in range(RUNS))


def both_ways(torch, function, arguments):
    """Times of a function, and of it with its gradients in all arguments."""
    with torch.no_grad():
        forward = seconds(torch, lambda: function(*arguments))
        gradient = torch.rand_like(function(*arguments))
    for argument in arguments:
        argument.requires_grad_(True)
    both = seconds(torch, lambda: torch.autograd.grad(function(*arguments), arguments, gradient))
    return forward, both


def messages(torch, o3, case, edges, share):
    """A convolution over the first edges: one in so many."""
    senders, receivers = (row[: case["edges"] // share].cuda() for row in edges)
    product = o3.TensorProduct(
        case["x"],
        case["y"],
        case["out"],
        [(x, y, out, "uvu", True) for x, y, out in case["paths"]],
        internal_weights=False,
        shared_weights=False,
    ).cuda()

    def convolution(x, y, weights):
        out = torch.zeros(case["rows"], product.irreps_out.dim, dtype=x.dtype, device=x.device)
        return out.index_add(0, receivers, product(x[senders], y, weights))

    count = len(senders)
    arguments = (
        torch.rand(case["rows"], product.irreps_in1.dim, device="cuda"),
        torch.rand(count, product.irreps_in2.dim, device="cuda"),
        torch.rand(count, product.weight_numel, device="cuda"),
    )
    return both_ways(torch, convolution, arguments)


def linear(torch, o3, case):
    layer = o3.Linear(case["x"], case["out"], instructions=[tuple(path) for path in case["paths"]]).cuda()
    layer.requires_grad_(False)
    return both_ways(torch, layer, (torch.rand(case["rows"], layer.irreps_in.dim, device="cuda"),))


def measure(torch, o3, case, edges):
    """Seconds of both, and what part of the edges the device has room for: they are halved until it has."""
    if case["kind"] == "linear":
        return (*linear(torch, o3, case), 1)
    share = 1
    while True:
        try:
            return (*messages(torch, o3, case, edges, share), share)
        except RuntimeError as failure:  # under TorchScript it may not be torch's own OutOfMemoryError
            if "out of memory" not in str(failure) or share == 8:
                raise
        torch.cuda.empty_cache()
        share *= 2


def row(case, forward, both, share):
    precision = case["precision"].lower()
    part = "" if share == 1 else f", 1/{share} of the edges, scaled up"
    for what, ours, theirs in (("forward", case["forward"], forward), ("with gradients", case["both"], both)):
        theirs *= share
        say(
            f"| {case['kind']} of {case['name']}, {what}{part} | {precision} | {case['rows']} | {case['edges'] or ''} "
            f"| {1e6 * ours:.1f} | {1e6 * theirs:.1f} | {theirs / ours:.2f} |"
        )


def main(folder):
    import torch

    if not torch.cuda.is_available():
        say(f"e3nn was not timed: torch {torch.__version__} has no CUDA here")
        return
    import e3nn
    from e3nn import o3

    say(f"e3nn {e3nn.__version__}, torch {torch.__version__}, CUDA {torch.version.cuda}, {torch.cuda.get_device_name()}:")
    say("the same shapes and edges, one after the other on the same device; µs on the device, medians.")
    say()
    say("| | | atoms | edges | Coesite µs | e3nn µs | e3nn / Coesite |\n|---|---|--:|--:|--:|--:|--:|")
    with open(os.path.join(folder, "cases.json"), encoding="utf-8") as file:
        cases = json.load(file)
    edges = None
    for case in cases:
        try:
            if edges is None and case["edges"]:
                with open(os.path.join(folder, "edges.i32"), "rb") as file:
                    numbers = torch.frombuffer(bytearray(file.read()), dtype=torch.int32).long()
                edges = numbers.reshape(2, -1)
            torch.set_default_dtype(torch.float32 if case["precision"] == "F32" else torch.float64)
            row(case, *measure(torch, o3, case, edges))
        except Exception as failure:
            words = " ".join(str(failure).split())[:200]
            say(f"| {case['kind']} of {case['name']}: {type(failure).__name__}: {words} | {case['precision'].lower()} | | | | | |")
        torch.cuda.empty_cache()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    try:
        main(sys.argv[1])
    except Exception as failure:
        say(f"e3nn was not timed: {type(failure).__name__}: {' '.join(str(failure).split())[:300]}")
