import { readFileSync } from "node:fs";

/**
 * Ends the process when this Node is older than package.json's "engines" asks for.
 * Written for old versions too: they have to get as far as the message.
 *
 * @param {{ readonly node: string }} versions
 */
export const requireNode = (versions = process.versions) => {
  const { engines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const [major = 0, minor = 0] = engines.node.replace(/[^\d.]/g, "").split(".").map(Number);
  const [haveMajor = 0, haveMinor = 0] = versions.node.split(".").map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  console.error(`Convscope needs Node ${major}.${minor} or newer. This is Node ${versions.node}, from ${process.execPath}.`);
  console.error(`Install a newer one from https://nodejs.org, or try: npx -y -p node@22 -- npm start`);
  process.exit(1);
};
