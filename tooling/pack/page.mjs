import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { chromium } from "playwright-core";

/** As in @convscope/test-kit, which is TypeScript: Node 20 does not read it. */
const executable = process.env["CONVSCOPE_CHROMIUM"] ?? "/usr/bin/chromium";
const threeMinutes = 180_000;

/** @typedef {{ readonly url: string, readonly close: () => void }} Served */

/** Why no page can be opened here; an error where the environment says that it must be. @returns {string | undefined} */
export const missingChromium = () => {
  if (existsSync(executable)) return undefined;
  const why = `there is no ${executable}; apt-get install chromium, or name another browser in CONVSCOPE_CHROMIUM`;
  if (process.env["CONVSCOPE_NEED_CHROMIUM"]) throw new Error(`examples: Chromium must be installed, as CONVSCOPE_NEED_CHROMIUM is set. Received none: ${why}.`);
  return why;
};

/** @type {Readonly<Record<string, string>>} */
const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".svg": "image/svg+xml" };

/**
 * A folder as any host of plain files serves it.
 *
 * @param {string} folder
 * @returns {Promise<Served>}
 */
export const serveFolder = async (folder) => {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const file = join(folder, path === "/" ? "index.html" : path);
    readFile(file).then(
      (body) => response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream" }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server must have a port.");
  return { url: `http://localhost:${address.port}/`, close: () => server.close() };
};

/**
 * A server that is started by a command and prints where it is.
 *
 * @param {readonly string[]} args of Node
 * @param {string} cwd
 * @returns {Promise<Served>}
 */
export const serveBy = (args, cwd) =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => {
      printed += stripVTControlCharacters(String(text));
      const [url] = /http:\/\/localhost:\d+\//.exec(printed) ?? [];
      if (url !== undefined) done({ url, close: () => child.kill() });
    });
    child.on("close", (code) => fail(new Error(`node ${args.join(" ")} ended with ${code}:\n${printed.trim()}`)));
  });

/**
 * Opens a page, trains by its button and reads its answer.
 *
 * @param {string} url
 * @param {{ readonly isolated: boolean }} options whether the page must be allowed to have threads
 * @returns {Promise<string | undefined>} what is wrong
 */
export const trainIn = async (url, { isolated }) => {
  const browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"] });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(threeMinutes);
    /** @type {string[]} */
    const troubles = [];
    page.on("pageerror", (error) => void troubles.push(error.message));
    page.on("console", (message) => message.type() === "error" && troubles.push(`${message.text()} ${message.location().url}`));
    await page.goto(url, { waitUntil: "networkidle" });
    await page.locator("#train").click();
    // While it trains its button is off.
    await page.waitForFunction(() => document.querySelector("#train:disabled") === null);
    const said = await page.locator("#status").innerText();
    const right = Number(/^([\d.]+) % of \d+ unseen digits are right/.exec(said)?.[1]);
    const curves = await page.locator("#curves svg").count();
    return [
      ...troubles,
      ...(right > 90 ? [] : [`More than 90 % of the unseen digits must be right. It says: ${said}`]),
      ...(curves === 1 ? [] : [`One drawing of curves must be there. Found ${curves}.`]),
      ...((await page.evaluate(() => crossOriginIsolated)) || !isolated ? [] : ["The page must be cross-origin isolated."]),
    ].join("\n") || undefined;
  } catch (error) {
    return String(error);
  } finally {
    await browser.close();
  }
};
