import { createServer } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { download, formatBytes } from "@convscope/files";

// A server on this machine stands for a mirror; an address on the web works the same way.
const server = createServer((request, response) => {
  if (request.url === "/digits.bin") response.end(new Uint8Array(50_000));
  else response.writeHead(404).end();
});
await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
const address = server.address();
const base = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
const folder = await mkdtemp(join(tmpdir(), "files-"));

// The first mirror does not have the file, the second does.
const { bytes, url } = await download([`${base}/moved.bin`, `${base}/digits.bin`], join(folder, "digits.bin"), {
  expected: { file: { bytes: 50_000, md5: "a68b2482a6c645a9738329909861afb3" } },
});
console.log(`${formatBytes(bytes)} from ${url === `${base}/digits.bin` ? "the second mirror" : url}`);

server.close();
await rm(folder, { recursive: true });
