"""PyTorch as its users run it: NCHW, its own memory allocation. Arguments: cpu or cuda; then perhaps channels-last. Obeys the commands of protocol.mjs."""

import json
import os
import sys
import time

DEVICE = sys.argv[1] if len(sys.argv) > 1 else "cpu"
LAST = "channels-last" in sys.argv[2:]
answers = os.fdopen(3, "w")


class Unable(Exception):
    pass


def small_nets(nn, F):
    """The nets that torchvision lacks, node by node as bench/nets.mjs and packages/models have them."""

    class W1(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv1 = nn.Conv2d(1, 32, 3, padding=1)
            self.conv2 = nn.Conv2d(32, 64, 3, padding=1)
            self.fc1 = nn.Linear(64 * 7 * 7, 64)
            self.fc2 = nn.Linear(64, 10)

        def forward(self, x):
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            return self.fc2(F.relu(self.fc1(x.flatten(1))))

    def conv_bn(channels, filters, stride=1):
        return [nn.Conv2d(channels, filters, 3, stride, 1, bias=False), nn.BatchNorm2d(filters)]

    def w2():
        def layer(a, b):
            return [*conv_bn(a, b), nn.ReLU()]

        return nn.Sequential(
            *layer(3, 64), *layer(64, 64), nn.MaxPool2d(2), *layer(64, 128), *layer(128, 128), nn.MaxPool2d(2),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 10),
        )

    class Block(nn.Module):
        def __init__(self, channels, filters, stride):
            super().__init__()
            self.body = nn.Sequential(*conv_bn(channels, filters, stride), nn.ReLU(), *conv_bn(filters, filters))
            self.halved = stride == 2

        def forward(self, x):
            # Option A: every second pixel, and zeros for the new channels.
            shortcut = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, x.shape[1])) if self.halved else x
            return F.relu(self.body(x) + shortcut)

    def resnet20():
        blocks, channels = [], 16
        for filters in (16, 32, 64):
            for i in range(3):
                blocks.append(Block(channels, filters, 2 if i == 0 and filters > 16 else 1))
                channels = filters
        return nn.Sequential(*conv_bn(3, 16), nn.ReLU(), *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))

    def resnet18():
        import torchvision

        net = torchvision.models.resnet18(num_classes=10)
        net.conv1 = nn.Conv2d(3, 64, 3, padding=1, bias=False)
        net.maxpool = nn.Identity()
        return net

    return {"W1": W1, "W2": w2, "resnet20": resnet20, "resnet18-32": resnet18}


def load(job):
    try:
        import torch
    except ImportError:
        raise Unable("PyTorch is not installed; on Debian: apt-get install python3-torch python3-torchvision")
    if DEVICE == "cuda" and not torch.cuda.is_available():
        raise Unable("no CUDA device")
    torch.manual_seed(1)
    torch.set_num_threads(job["threads"])
    small = small_nets(torch.nn, torch.nn.functional)
    if job["model"] in small:
        net = small[job["model"]]()
    else:
        try:
            import torchvision
        except ImportError:
            raise Unable("torchvision is not installed; on Debian: apt-get install python3-torchvision")
        net = getattr(torchvision.models, job["model"])()
    layout = torch.channels_last if LAST else torch.contiguous_format
    net = net.to(DEVICE).to(memory_format=layout)
    height, width, channels = job["input"]
    x = torch.rand(job["batch"], channels, height, width).to(DEVICE).contiguous(memory_format=layout)
    y = (torch.arange(job["batch"]) % job["classes"]).to(DEVICE)

    def finish():
        if DEVICE == "cuda":
            torch.cuda.synchronize()

    if job["mode"] == "infer":
        net.eval()

        def step():
            with torch.no_grad():
                net(x)
            finish()

        return step

    net.train()
    optimizer = torch.optim.Adam(net.parameters())
    loss_of = torch.nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad()
        loss = loss_of(net(x), y)
        loss.backward()
        optimizer.step()
        loss.item()
        finish()

    return step


def version():
    try:
        import torch
    except ImportError:
        return "not installed"
    # Which library multiplies matrices: Debian's reference BLAS is some fifteen times slower than OpenBLAS.
    torch.ones(8, 8) @ torch.ones(8, 8)
    with open("/proc/self/maps") as maps:
        found = {line.split("/")[-2] for line in maps if "blas.so" in line}
    return f"{torch.__version__} ({', '.join(sorted(found)) or 'own BLAS'})"


step = None


def obey(command, given):
    global step
    if command == "version":
        return {"version": version()}
    if command == "load":
        start = time.perf_counter()
        step = load(given)
        built = time.perf_counter()
        step()
        return {"loaded": {"build": 1000 * (built - start), "first": 1000 * (time.perf_counter() - built)}}
    start = time.perf_counter()
    steps = 0
    while steps == 0 or time.perf_counter() - start < given["seconds"]:
        step()
        steps += 1
    return {"ran": {"steps": steps, "ms": 1000 * (time.perf_counter() - start)}}


for line in sys.stdin:
    [(command, given)] = json.loads(line).items()
    try:
        answer = obey(command, given)
    except Exception as error:
        answer = {"unable": (str(error) or type(error).__name__).split("\n")[0]}
    print(json.dumps(answer), file=answers, flush=True)
