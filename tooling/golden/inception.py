"""Writes golden/inception.json: state dicts and logits of three nets that torchvision does not have, with weights by an integer hash.

They are written anew here from the figures of arXiv:1602.07261 and arXiv:1610.02357, with timm's names of modules.
Run with Debian's python3-torch: /usr/bin/python3 tooling/golden/inception.py
"""
import torch
from torch import nn
from torch.nn.functional import relu

from hashed import case, states, write

KINDS = ("Conv2d", "BatchNorm2d", "MaxPool2d", "Linear")


class Conv(nn.Module):
    """A convolution that keeps the size at stride 1, unless it is valid."""

    def __init__(self, before, filters, kernel, stride=1, valid=False):
        super().__init__()
        h, w = (kernel, kernel) if isinstance(kernel, int) else kernel
        self.conv = nn.Conv2d(before, filters, (h, w), stride, 0 if valid or stride > 1 else (h // 2, w // 2), bias=False)
        self.bn = nn.BatchNorm2d(filters, eps=0.001)

    def forward(self, x):
        return relu(self.bn(self.conv(x)))


class Branches(nn.Module):
    """Modules on the same maps, joined in their order."""

    def __init__(self, **branches):
        super().__init__()
        for name, branch in branches.items():
            self.add_module(name, branch)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.children()], 1)


def chain(before, *convolutions):
    """Convolutions one after the other, each given by what `Conv` takes behind the channels."""
    layers = []
    for filters, *rest in convolutions:
        layers.append(Conv(before, filters, *rest))
        before = filters
    return nn.Sequential(*layers)


def pooled(before, filters):
    return nn.Sequential(nn.AvgPool2d(3, 1, 1, count_include_pad=False), Conv(before, filters, 1))


def largest():
    return nn.MaxPool2d(3, 2)


class Fork(nn.Module):
    """Inception-v4's last kind of module: two branches fork at their ends."""

    def __init__(self):
        super().__init__()
        self.branch0 = Conv(1536, 256, 1)
        self.branch1_0 = Conv(1536, 384, 1)
        self.branch1_1a, self.branch1_1b = Conv(384, 256, (1, 3)), Conv(384, 256, (3, 1))
        self.branch2_0, self.branch2_1, self.branch2_2 = Conv(1536, 384, 1), Conv(384, 448, (3, 1)), Conv(448, 512, (1, 3))
        self.branch2_3a, self.branch2_3b = Conv(512, 256, (1, 3)), Conv(512, 256, (3, 1))
        self.branch3 = pooled(1536, 256)

    def forward(self, x):
        one, two = self.branch1_0(x), self.branch2_2(self.branch2_1(self.branch2_0(x)))
        return torch.cat([self.branch0(x), self.branch1_1a(one), self.branch1_1b(one), self.branch2_3a(two), self.branch2_3b(two), self.branch3(x)], 1)


class InceptionV4(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            Conv(3, 32, 3, 2), Conv(32, 32, 3, 1, True), Conv(32, 64, 3),
            Branches(maxpool=largest(), conv=Conv(64, 96, 3, 2)),
            Branches(branch0=chain(160, (64, 1), (96, 3, 1, True)), branch1=chain(160, (64, 1), (64, (1, 7)), (64, (7, 1)), (96, 3, 1, True))),
            Branches(conv=Conv(192, 192, 3, 2), maxpool=largest()),
            *(Branches(branch0=Conv(384, 96, 1), branch1=chain(384, (64, 1), (96, 3)), branch2=chain(384, (64, 1), (96, 3), (96, 3)), branch3=pooled(384, 96)) for _ in range(4)),
            Branches(branch0=Conv(384, 384, 3, 2), branch1=chain(384, (192, 1), (224, 3), (256, 3, 2)), branch2=largest()),
            *(
                Branches(
                    branch0=Conv(1024, 384, 1), branch1=chain(1024, (192, 1), (224, (1, 7)), (256, (7, 1))),
                    branch2=chain(1024, (192, 1), (192, (7, 1)), (224, (1, 7)), (224, (7, 1)), (256, (1, 7))), branch3=pooled(1024, 128),
                )
                for _ in range(7)
            ),
            Branches(branch0=chain(1024, (192, 1), (192, 3, 2)), branch1=chain(1024, (256, 1), (256, (1, 7)), (320, (7, 1)), (320, 3, 2)), branch2=largest()),
            *(Fork() for _ in range(3)),
        )
        self.last_linear = nn.Linear(1536, 1000)

    def forward(self, x):
        return self.last_linear(self.features(x).mean((2, 3)))


class Scaled(Branches):
    """Branches and a convolution to the channels that came in, made small and added."""

    def __init__(self, scale, inside, channels, last=False, **branches):
        super().__init__(**branches)
        self.names, self.scale, self.last = list(branches), scale, last
        self.conv2d = nn.Conv2d(inside, channels, 1)

    def forward(self, x):
        y = self.conv2d(torch.cat([getattr(self, name)(x) for name in self.names], 1)) * self.scale + x
        return y if self.last else relu(y)


class InceptionResnetV2(nn.Module):
    def __init__(self):
        super().__init__()
        block8 = lambda scale, last: Scaled(scale, 448, 2080, last, branch0=Conv(2080, 192, 1), branch1=chain(2080, (192, 1), (224, (1, 3)), (256, (3, 1))))
        self.conv2d_1a, self.conv2d_2a, self.conv2d_2b, self.maxpool_3a = Conv(3, 32, 3, 2), Conv(32, 32, 3, 1, True), Conv(32, 64, 3), largest()
        self.conv2d_3b, self.conv2d_4a, self.maxpool_5a = Conv(64, 80, 1), Conv(80, 192, 3, 1, True), largest()
        self.mixed_5b = Branches(branch0=Conv(192, 96, 1), branch1=chain(192, (48, 1), (64, 5)), branch2=chain(192, (64, 1), (96, 3), (96, 3)), branch3=pooled(192, 64))
        self.repeat = nn.Sequential(*(Scaled(0.17, 128, 320, branch0=Conv(320, 32, 1), branch1=chain(320, (32, 1), (32, 3)), branch2=chain(320, (32, 1), (48, 3), (64, 3))) for _ in range(10)))
        self.mixed_6a = Branches(branch0=Conv(320, 384, 3, 2), branch1=chain(320, (256, 1), (256, 3), (384, 3, 2)), branch2=largest())
        self.repeat_1 = nn.Sequential(*(Scaled(0.1, 384, 1088, branch0=Conv(1088, 192, 1), branch1=chain(1088, (128, 1), (160, (1, 7)), (192, (7, 1)))) for _ in range(20)))
        self.mixed_7a = Branches(branch0=chain(1088, (256, 1), (384, 3, 2)), branch1=chain(1088, (256, 1), (288, 3, 2)), branch2=chain(1088, (256, 1), (288, 3), (320, 3, 2)), branch3=largest())
        self.repeat_2 = nn.Sequential(*(block8(0.2, False) for _ in range(9)))
        self.block8 = block8(1, True)
        self.conv2d_7b = Conv(2080, 1536, 1)
        self.classif = nn.Linear(1536, 1000)

    def forward(self, x):
        *features, classifier = self.children()
        for module in features:
            x = module(x)
        return classifier(x.mean((2, 3)))


class Separable(nn.Module):
    def __init__(self, before, filters):
        super().__init__()
        self.conv1 = nn.Conv2d(before, before, 3, 1, 1, groups=before, bias=False)
        self.pointwise = nn.Conv2d(before, filters, 1, bias=False)

    def forward(self, x):
        return self.pointwise(self.conv1(x))


class Block(nn.Module):
    def __init__(self, before, filters, halves, starts_with_relu=True):
        super().__init__()
        rep = []
        for channels, wanted in zip((before, *filters), filters):
            rep += [nn.ReLU(), Separable(channels, wanted), nn.BatchNorm2d(wanted)]
        self.rep = nn.Sequential(*rep[0 if starts_with_relu else 1 :], *([nn.MaxPool2d(3, 2, 1)] if halves else []))
        if halves:
            self.skip, self.skipbn = nn.Conv2d(before, filters[-1], 1, 2, bias=False), nn.BatchNorm2d(filters[-1])

    def forward(self, x):
        return self.rep(x) + (self.skipbn(self.skip(x)) if hasattr(self, "skip") else x)


class Xception(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 32, 3, 2, bias=False), nn.BatchNorm2d(32)
        self.conv2, self.bn2 = nn.Conv2d(32, 64, 3, bias=False), nn.BatchNorm2d(64)
        self.block1, self.block2, self.block3 = Block(64, (128, 128), True, False), Block(128, (256, 256), True), Block(256, (728, 728), True)
        for i in range(4, 12):
            self.add_module(f"block{i}", Block(728, (728, 728, 728), False))
        self.block12 = Block(728, (728, 1024), True)
        self.conv3, self.bn3 = Separable(1024, 1536), nn.BatchNorm2d(1536)
        self.conv4, self.bn4 = Separable(1536, 2048), nn.BatchNorm2d(2048)
        self.fc = nn.Linear(2048, 1000)

    def forward(self, x):
        x = relu(self.bn2(self.conv2(relu(self.bn1(self.conv1(x))))))
        for i in range(1, 13):
            x = getattr(self, f"block{i}")(x)
        x = relu(self.bn4(self.conv4(relu(self.bn3(self.conv3(x))))))
        return self.fc(x.mean((2, 3)))


# Residuals add up: Xception's weights are smaller, so that its maps do not grow without bounds.
nets = {"inception_v4": (InceptionV4(), 2), "inception_resnet_v2": (InceptionResnetV2(), 2), "xception": (Xception(), 0.5)}
write(
    "inception.json",
    {
        "source": f"PyTorch {torch.__version__}, nets written anew in tooling/golden/inception.py, weights by hash",
        "states": "state-dict keys and shapes; timm's names",
        "cases": "as in hashmodels.json, with its hash; activations are of every sixteenth module",
    },
    states({name: net for name, (net, _) in nets.items()}),
    [case(name, net.eval(), 107, gain, KINDS, lambda path, i: i % 16 == 0) for name, (net, gain) in nets.items()],
)
