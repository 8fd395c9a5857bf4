import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { file, serve, type Answer, type TestServer } from "../test/server.ts";
import { download, type DownloadOptions, type Progress } from "./index.ts";

const body = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >> 3);
const md5 = createHash("md5").update(body).digest("hex");
const quick: DownloadOptions = { pause: 1, timeout: 5000 };

let folder: string;
let target: string;
let servers: TestServer[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "convscope-download-"));
  target = join(folder, "deep", "data.bin");
  servers = [];
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await rm(folder, { recursive: true });
});

async function start(answer: Answer): Promise<TestServer> {
  const server = await serve(answer);
  servers.push(server);
  return server;
}
const names = (): Promise<string[]> => readdir(join(folder, "deep"));
/** Whether the target holds exactly these bytes. */
const holds = async (bytes: Uint8Array): Promise<boolean> => (await readFile(target)).equals(bytes);
const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "(no error)",
    (error: unknown) => (error instanceof Error ? error.message : String(error)).replaceAll(folder, "…").replaceAll(/127\.0\.0\.1:\d+/g, "host"),
  );

describe("a plain download", () => {
  test("fetches, checks, renames, reports, and leaves nothing else", async () => {
    const { base, requests } = await start((request, response) => file(body, request, response));
    const seen: Progress[] = [];
    const result = await download(`${base}/f`, target, { ...quick, expected: { file: { md5, bytes: body.length } }, onProgress: (p) => seen.push(p) });
    expect(result).toEqual({ path: target, bytes: body.length, url: `${base}/f`, resumedFrom: 0 });
    expect(await holds(body)).toBe(true);
    expect(await names()).toEqual(["data.bin"]);
    expect(seen[0]).toEqual({ url: `${base}/f`, received: 0, total: body.length, resumedFrom: 0 });
    expect(seen.at(-1)?.received).toBe(body.length);
    // A second call finds it and asks nobody.
    expect(await download(`${base}/f`, target, { expected: { file: { md5 } } })).toEqual({ path: target, bytes: body.length, resumedFrom: 0 });
    expect(requests).toHaveLength(1);
  });

  test("a file that is there and wrong is an error, unless it may be overwritten", async () => {
    const { base } = await start((request, response) => file(body, request, response));
    await mkdir(join(folder, "deep"));
    await writeFile(target, "old");
    const expected = { file: { md5 } };
    expect(await refusal(download(`${base}/f`, target, { expected }))).toMatchInlineSnapshot(`"…/deep/data.bin: the MD5 of the content is 149603e6c03516362a8da23f624db945, expected fbd6e55a87ed40ab371a5fdec4d8ce4c. Delete the file, and it will be downloaded anew."`);
    await download(`${base}/f`, target, { expected, overwrite: true });
    expect(await holds(body)).toBe(true);
  });

  test("the checksum may be of the uncompressed content", async () => {
    const { base } = await start((request, response) => file(gzipSync(body), request, response));
    await download(`${base}/f`, target, { ...quick, expected: { content: { md5, bytes: body.length } } });
    expect(await names()).toEqual(["data.bin"]);
  });
});

describe("a connection that breaks", () => {
  test("is taken up where it stopped, if the server has the same file", async () => {
    const { base, requests } = await start((request, response, nth) => file(body, request, response, nth < 3 ? { cutAfter: 100_000 } : {}));
    const result = await download(`${base}/f`, target, quick);
    expect(await holds(body)).toBe(true);
    expect(requests.map(({ range }) => range)).toEqual([undefined, expect.stringMatching(/^bytes=\d+-$/), expect.stringMatching(/^bytes=\d+-$/)]);
    expect(requests[1]?.ifRange).toBe('"one"');
    expect(result.resumedFrom).toBeGreaterThan(0);
  });

  test("begins anew when the file has changed meanwhile", async () => {
    const other = body.map((byte) => byte ^ 255);
    const { base } = await start((request, response, nth) => (nth === 1 ? file(body, request, response, { cutAfter: 100_000 }) : file(other, request, response, { etag: '"two"' })));
    const result = await download(`${base}/f`, target, quick);
    expect(result.resumedFrom).toBe(0);
    expect(await holds(other)).toBe(true);
  });

  test("begins anew with a server that knows no ranges", async () => {
    const { base, requests } = await start((request, response, nth) => {
      request.headers.range = "";
      file(body, request, response, nth === 1 ? { cutAfter: 100_000 } : {});
    });
    await download(`${base}/f`, target, quick);
    expect(requests).toHaveLength(2);
    expect(await holds(body)).toBe(true);
  });

  test("halves that do not fit are found by the checksum and fetched as a whole", async () => {
    const other = body.map((byte) => byte ^ 255);
    // The tag lies: it stays the same though the file differs.
    const { base, requests } = await start((request, response, nth) => file(nth === 1 ? other : body, request, response, nth === 1 ? { cutAfter: 100_000 } : {}));
    await download(`${base}/f`, target, { ...quick, expected: { file: { md5 } } });
    expect(await holds(body)).toBe(true);
    expect(requests).toHaveLength(3);
  });

  test("a later call goes on with what an aborted one has left", async () => {
    const stop = new AbortController();
    const { base, requests } = await start((request, response, nth) => file(body, request, response, nth === 1 ? { cutAfter: 150_000 } : {}));
    const onProgress = ({ received }: Progress): void => {
      if (received >= 150_000) stop.abort(new Error("enough"));
    };
    await expect(download(`${base}/f`, target, { ...quick, signal: stop.signal, onProgress })).rejects.toThrow("enough");
    expect(await names()).toEqual(["data.bin.part"]);
    const result = await download(`${base}/f`, target, quick);
    expect(result.resumedFrom).toBe(150_000);
    expect(requests[1]?.range).toBe("bytes=150000-");
    expect(await holds(body)).toBe(true);
    expect(await names()).toEqual(["data.bin"]);
  });

  test("what a process that has ended left is taken over; what a live one holds is not", async () => {
    const { base } = await start((request, response) => file(body, request, response));
    const host = hostname().replace(/[^A-Za-z0-9]/g, "").slice(0, 24) || "host";
    const leave = async (pid: number): Promise<void> => {
      const part = `${target}.${host}-${pid}-0123abcd.part`;
      await mkdir(part, { recursive: true });
      await writeFile(join(part, "data"), body.subarray(0, 1000));
      await writeFile(join(part, "origin.json"), JSON.stringify({ url: `${base}/f`, validator: '"one"', total: body.length }));
    };
    // No process has this number: it is above the most that Linux gives.
    await leave(4_194_305);
    expect((await download(`${base}/f`, target, quick)).resumedFrom).toBe(1000);
    await leave(process.pid);
    expect((await download(`${base}/f`, target, { ...quick, overwrite: true })).resumedFrom).toBe(0);
    expect((await names()).length).toBe(2);
    expect(await holds(body)).toBe(true);
  });
});

describe("a part that is taken away while it is written", () => {
  const take = async (): Promise<void> => {
    for (const name of await names()) if (name.endsWith(".part")) await rm(join(folder, "deep", name), { recursive: true });
  };
  /** Takes the part away once its first bytes have come, does something, and only then lets the server go on. */
  const interrupted = async (meanwhile: () => Promise<void>): Promise<ReturnType<typeof download>> => {
    let goOn = (): void => undefined;
    const { base } = await start((_request, response) => {
      response.writeHead(200, { "content-length": body.length }).write(body.subarray(0, 1000));
      goOn = () => response.end(body.subarray(1000));
    });
    let arrived = (): void => undefined;
    const first = new Promise<void>((resolve) => (arrived = resolve));
    const running = download(`${base}/f`, target, { ...quick, onProgress: ({ received }) => received >= 1000 && arrived() });
    await first;
    await take();
    await meanwhile();
    goOn();
    return running;
  };

  test("does no harm if the file was finished meanwhile", async () => {
    expect(await interrupted(() => writeFile(target, body))).toEqual({ path: target, bytes: body.length, resumedFrom: 0 });
  });

  test("is an error otherwise", async () => {
    const said = await refusal(interrupted(async () => undefined));
    expect(said.replace(/bin\.\S+\.part/, "bin.<owner>.part")).toMatchInlineSnapshot(`"…/deep/data.bin: the half-fetched file …/deep/data.bin.<owner>.part was taken away while it was written. Try again."`);
    expect(await names()).toEqual([]);
  });
});

describe("addresses in order", () => {
  test("the next one is tried when one fails, and goes on with its half if the checksum will tell", async () => {
    const first = await start((request, response) => file(body, request, response, { cutAfter: 100_000 }));
    const second = await start((request, response) => file(body, request, response, { etag: '"elsewhere"' }));
    const urls = [`${first.base}/f`, `${second.base}/f`];
    const result = await download(urls, target, { ...quick, retries: 0, expected: { file: { md5 } } });
    expect(result.url).toBe(urls[1]);
    expect(second.requests[0]?.range).toBe("bytes=100000-");
    expect(await holds(body)).toBe(true);
  });

  test("the error lists each with its failure, and what to do by hand", async () => {
    const { base, requests } = await start((request, response) => {
      if (request.url === "/missing") response.writeHead(404).end();
      else if (request.url === "/busy") response.writeHead(503).end();
      else if (request.url === "/stalls") response.writeHead(200, { "content-length": 100 }).write("x");
      else file(body.subarray(0, 1000), request, response);
    });
    const urls = ["missing", "busy", "stalls", "wrong"].map((name) => `${base}/${name}`);
    const failed = download(urls, target, { pause: 1, timeout: 200, retries: 1, expected: { content: { md5 } } });
    expect(await refusal(failed)).toMatchInlineSnapshot(`
      "data.bin: could not be downloaded from any of 4 addresses.
        http://host/missing: 404 Not Found
        http://host/busy: 503 Service Unavailable (2 tries)
        http://host/stalls: no data for 0.2 s (2 tries)
        http://host/wrong: the MD5 of the content is 0ea61fe3a474d406911cc74fc6c4d0dc, expected fbd6e55a87ed40ab371a5fdec4d8ce4c
      To get it by hand, fetch it from one of these addresses and save it as …/deep/data.bin"
    `);
    // What may pass is tried again, what cannot is not.
    expect(requests.map(({ url }) => url)).toEqual(["/missing", "/busy", "/busy", "/stalls", "/stalls", "/wrong"]);
    expect(await names()).toEqual([]);
  });

  test("a file that is too large is not fetched", async () => {
    const { base } = await start((request, response) => file(body, request, response));
    expect(await refusal(download(`${base}/f`, target, { ...quick, maxBytes: 1000 }))).toMatchInlineSnapshot(`
      "data.bin: could not be downloaded from its address.
        http://host/f: the file has 300.0 kB, more than the 1.0 kB that are allowed
      To get it by hand, fetch it from this address and save it as …/deep/data.bin"
    `);
  });

  test("nobody listening", async () => {
    const server = await start(() => undefined);
    await server.close();
    servers = [];
    expect(await refusal(download(`${server.base}/f`, target, { ...quick, retries: 0 }))).toContain("ECONNREFUSED");
  });

  test("what is no web address is refused", async () => {
    expect(await refusal(download("file:///etc/passwd", target))).toMatchInlineSnapshot(`"download: an address must begin with http:// or https://. Received "file:///etc/passwd"."`);
    expect(await refusal(download([], target))).toMatchInlineSnapshot(`"download: at least one address is needed. Received none."`);
  });
});

test("a slow server is no stalled one: the time-out counts from the last byte", async () => {
  const { base } = await start((_request, response) => {
    response.writeHead(200, { "content-length": 10 });
    let sent = 0;
    const timer = setInterval(() => {
      response.write("x");
      if (++sent < 10) return;
      clearInterval(timer);
      response.end();
    }, 60);
  });
  const result = await download(`${base}/f`, target, { timeout: 450, retries: 0 });
  expect(result.bytes).toBe(10);
});
