/** Takes every address out of the lock: versions and hashes say what to install, whichever mirror it comes from. */

import { readFileSync, writeFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
for (const about of Object.values(lock.packages)) {
  delete about.funding;
  delete about.resolved;
}
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
