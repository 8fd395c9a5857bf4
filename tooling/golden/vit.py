"""Writes golden/vit.json: state dicts, logits and activation statistics of vision transformers with weights by an integer hash.

Run with Debian's python3-torchvision: /usr/bin/python3 tooling/golden/vit.py
"""
import warnings

import torch
from torchvision.models import VisionTransformer

from hashed import case, states, write

warnings.filterwarnings("ignore")
KINDS = ("Conv2d", "LayerNorm", "Linear", "GELU", "MultiheadAttention")


def built(**widths):
    return VisionTransformer(image_size=224, patch_size=16, num_layers=12, **widths).eval()


def kept(path, place):
    """All of the first and the last block, and the ends of the others."""
    return ".encoder_layer_" not in path or any(f".encoder_layer_{i}." in path for i in (0, 11)) or path.endswith("mlp.3")


nets = {"vit_tiny": built(num_heads=3, hidden_dim=192, mlp_dim=768), "vit_b_16": built(num_heads=12, hidden_dim=768, mlp_dim=3072)}
write(
    "vit.json",
    {
        "source": f"torchvision's VisionTransformer, PyTorch {torch.__version__}, weights by hash",
        "states": "state-dict keys and shapes at 224x224",
        "cases": "as in hashmodels.json, with its hash; class token and positions are arrays of rank 3, in_proj_bias is a bias; activations are of the first and the last block, and the end of each; a MultiheadAttention has its first output",
    },
    states(nets),
    # The larger net is the same with other widths, and slow to hash.
    [case("vit_tiny", nets["vit_tiny"], 224, 1, KINDS, kept)],
)
