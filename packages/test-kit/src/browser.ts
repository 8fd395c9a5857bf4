import { chromium, type Browser } from "playwright-core";
import { missing } from "./missing.ts";

export { missing } from "./missing.ts";

/** Debian's, or whichever the environment names. */
const executable: string = process.env["CONVSCOPE_CHROMIUM"] ?? "/usr/bin/chromium";

/** Why there is no browser to test in. */
export const missingChromium = (): string | undefined => missing("browser tests", executable);

/** Headless, with WebGPU computed in software, and with further switches. */
export const launch = (switches: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: executable,
    args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", ...switches],
  });
