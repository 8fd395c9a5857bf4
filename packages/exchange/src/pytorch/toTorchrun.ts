import { GraphError, inferShapes, isSequence, type Graph } from "@convscope/core";

/**
 * The source of a training script for `torchrun`, to lie beside the module of `toPyTorch` (named `model.py`): each process takes its share of
 * the samples, gradients are averaged after every step (DistributedDataParallel, on gloo or nccl), and the first process writes
 * the weights as safetensors, which `fromTorch` takes back. One process alone works too: `python3 train.py …`.
 *
 * @throws GraphError for a graph that does not classify: one that has several inputs or outputs.
 */
export function toTorchrun(graph: Graph): string {
  const [input] = Object.values(graph.inputs);
  if (Object.keys(graph.inputs).length !== 1 || graph.outputs.length !== 1 || input === undefined)
    throw new GraphError(`${graph.name}: the training script is for classifiers of one input and one output. Received ${Object.keys(graph.inputs).length} inputs and ${graph.outputs.length} outputs. Export the module alone and write the training for it.`);
  const end = graph.nodes.find(({ name }) => name === graph.outputs[0])?.layer.kind ?? "";
  return script(JSON.stringify(graph.name), losses[end] ?? losses.scores, isSequence(input) ? "tokens `[n, length]`" : "`[n, height, width, channels]`", places[inferShapes(graph).get(graph.outputs[0] ?? "")?.length ?? 1] ?? "`[n]`");
}

/** Keyed by the kind of the last layer; everything else gives scores. */
const losses: { readonly scores: string; readonly [kind: string]: string } = {
  scores: "F.cross_entropy(model(x), y)",
  softmax: "F.nll_loss(torch.log(model(x).clamp_min(1e-12)), y)",
  logSoftmax: "F.nll_loss(model(x), y)",
};

/** What is told apart: each sample, each step of a sequence or each pixel, by how many axes the scores have. */
const places: { readonly [axes: number]: string } = { 1: "`[n]`", 2: "`[n, length]`", 3: "`[n, height, width]`" };

const script = (name: string, loss: string, x: string, y: string): string => `# Trains ${name} on one process or many, written by Convscope.
#
#   torchrun --nproc-per-node 2 train.py --data data.safetensors --epochs 5
#   torchrun --nnodes 4 --nproc-per-node 8 --rdzv-backend c10d --rdzv-endpoint host:29500 train.py --data data.safetensors
#   convscope import trained.safetensors --model graph.json -o run
import argparse
import os

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, TensorDataset
from torch.utils.data.distributed import DistributedSampler

import model as network


def dataset(path):
    """Pairs of an input, channels first, and a class. Put your own data set here; this one is a safetensors file of x ${x} and y ${y}."""
    arrays = network.read_safetensors(path)
    x = arrays["x"]
    # Bytes are pixels; maps are kept with the channels last.
    x = x.to(torch.float32) / 255 if x.dtype == torch.uint8 else x
    return TensorDataset(x.movedim(-1, 1) if x.dim() > 2 else x, arrays["y"].long())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--weights", help="safetensors to start from; PyTorch's own start if left out")
    parser.add_argument("--out", default="trained.safetensors")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--batch", type=int, default=64, help="samples per process and step")
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    many = "RANK" in os.environ
    cuda = torch.cuda.is_available()
    if many:
        dist.init_process_group("nccl" if cuda else "gloo")
    rank = dist.get_rank() if many else 0
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if cuda else torch.device("cpu")
    if cuda:
        torch.cuda.set_device(device)

    torch.manual_seed(options.seed)
    plain = (network.load(options.weights) if options.weights else network.build()).to(device)
    # The statistics of a batch are those of all processes together.
    synced = torch.nn.SyncBatchNorm.convert_sync_batchnorm(plain) if many and cuda else plain
    model = DistributedDataParallel(synced, device_ids=[device.index] if cuda else None) if many else synced
    optimizer = torch.optim.Adam((p for p in model.parameters() if p.requires_grad), lr=options.lr)
    data = dataset(options.data)
    sampler = DistributedSampler(data, seed=options.seed) if many else None
    batches = DataLoader(data, batch_size=options.batch, sampler=sampler, shuffle=sampler is None)

    model.train()
    for epoch in range(options.epochs):
        if sampler:
            sampler.set_epoch(epoch)
        total = torch.zeros(2, device=device)
        for x, y in batches:
            x, y = x.to(device), y.to(device)
            optimizer.zero_grad()
            loss = ${loss}
            loss.backward()
            optimizer.step()
            total += torch.tensor([loss.item() * len(y), len(y)], device=device)
        if many:
            dist.all_reduce(total)
        if rank == 0:
            print(f"epoch {epoch + 1}: loss {total[0] / total[1]:.4f}", flush=True)
    if rank == 0:
        network.save(synced, options.out)
    if many:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
`;
