import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { cacheDirectory, download, FileError, FormatError, openSafetensors, type Download, type DownloadOptions, type Expected } from "@convscope/files";

/** Weights that lie on the web; each of the `published` of a model's row is one. */
export interface WeightsOnWeb {
  readonly source: "torchvision" | "timm";
  /** The file's path on the host of the source. */
  readonly file: string;
}

export interface WeightsPlace {
  /** The folder to keep files in; `<cache>/weights` unless given. */
  readonly folder?: string;
  /** The environment; `process.env` unless given. Read: CONVSCOPE_WEIGHTS_MIRROR, CONVSCOPE_CACHE, XDG_CACHE_HOME. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface FetchWeightsOptions extends WeightsPlace, Pick<DownloadOptions, "onProgress" | "pause" | "retries" | "signal" | "timeout"> {}

const hosts: { readonly [source in WeightsOnWeb["source"]]: string } = {
  torchvision: "https://download.pytorch.org/models/",
  timm: "https://huggingface.co/timm/",
};

/** Where weights are fetched from: the source's own host, or `<source>/` of the address in `CONVSCOPE_WEIGHTS_MIRROR`. */
export function weightsAddress({ source, file }: WeightsOnWeb, { env = process.env }: WeightsPlace = {}): string {
  const mirror = env["CONVSCOPE_WEIGHTS_MIRROR"];
  if (mirror === undefined || mirror === "") return `${hosts[source]}${file}`;
  return `${mirror.endsWith("/") ? mirror : `${mirror}/`}${source}/${file}`;
}

/** Where fetched weights lie: `torchvision/resnet18-f37072fd.pth` or `timm/seresnet50.ra2_in1k.safetensors` in the folder. */
export function weightsPath({ source, file }: WeightsOnWeb, { folder, env = process.env }: WeightsPlace = {}): string {
  // On timm's host every repository has a file of the same name.
  const [repository = "", ...rest] = file.split("/");
  return join(folder ?? join(cacheDirectory({ env }), "weights"), source, rest.length === 0 ? repository : `${repository}.${basename(file).split(".").at(-1) ?? ""}`);
}

/**
 * Makes sure that published weights are on this machine: goes on where an earlier attempt stopped, and compares the file with the
 * beginning of its SHA-256 where its name ends in it, as torchvision's do. A file that is there and fits is left alone.
 *
 * @throws DownloadError that says why, and how to get the file by hand; FormatError where something else than weights came.
 */
export async function fetchWeights(weights: WeightsOnWeb, { folder, env, ...options }: FetchWeightsOptions = {}): Promise<Download> {
  const place = { ...(folder !== undefined && { folder }), ...(env !== undefined && { env }) };
  if (weights.file.split("/").some((part) => part === "" || part === "..")) throw new FileError(`${weights.file}: this is no path on a host of weights. Give one of the \`published\` of a model.`);
  const found = await download(weightsAddress(weights, place), weightsPath(weights, place), { ...options, expected: expectedOf(weights) });
  if (weights.file.endsWith(".safetensors")) await checkHeader(found);
  return found;
}

/** timm's names hold no checksum: a page to log in, which came in place of a file, would lie there for ever. */
async function checkHeader({ path, url }: Download): Promise<void> {
  try {
    await (await openSafetensors(path)).close();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    if (url === undefined) throw new FormatError(`${error.message} Delete it, and it will be downloaded anew.`, { cause: error });
    await rm(path);
    throw new FormatError(`${error.message} It came from ${url}, and has not been kept.`, { cause: error });
  }
}

/** What is known of a file beforehand. */
function expectedOf({ file }: WeightsOnWeb): Expected {
  const sha256 = /-([0-9a-f]{8,64})\.pth$/.exec(file)?.[1];
  return sha256 === undefined ? {} : { file: { sha256 } };
}
