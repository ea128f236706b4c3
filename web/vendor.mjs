// Copies the few files that the desk's pages load out of node_modules into the Python package, with their licences.
//
//   node vendor.mjs [FOLDER]      default: ../src/dateline/web/static/vendor
//
// The folder is written beside its place and then moved there, so that no page ever sees half of it.

import { cp, mkdir, rename, rm, writeFile, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.argv[2] ?? join(here, "../src/dateline/web/static/vendor"));
const making = `${target}.making`;

/** What is copied: package, file in it, name under the folder. */
const files = [
  ["htmx.org", "dist/htmx.min.js", "htmx.min.js"],
  ["htmx.org", "LICENSE", "licences/htmx.txt"],
  ["maplibre-gl", "dist/maplibre-gl.mjs", "maplibre-gl.mjs"],
  ["maplibre-gl", "dist/maplibre-gl-worker.mjs", "maplibre-gl-worker.mjs"],
  ["maplibre-gl", "dist/maplibre-gl.css", "maplibre-gl.css"],
  ["maplibre-gl", "LICENSE.txt", "licences/maplibre-gl.txt"],
  ["topojson-client", "src", "topojson-client"],
  ["topojson-client", "LICENSE", "licences/topojson-client.txt"],
  ["uplot", "dist/uPlot.esm.js", "uPlot.esm.js"],
  ["uplot", "dist/uPlot.min.css", "uPlot.min.css"],
  ["uplot", "LICENSE", "licences/uplot.txt"],
  ["world-atlas", "countries-50m.json", "countries-50m.json"],
  ["world-atlas", "countries-10m.json", "countries-10m.json"],
  ["world-atlas", "LICENSE", "licences/world-atlas.txt"],
];

const versions = {};
await rm(making, { recursive: true, force: true });
for (const [name, from, to] of files) {
  const folder = join(here, "node_modules", name);
  await mkdir(dirname(join(making, to)), { recursive: true });
  await cp(join(folder, from), join(making, to), { recursive: true });
  versions[name] = JSON.parse(await readFile(join(folder, "package.json"), "utf8")).version;
}
await writeFile(join(making, "versions.json"), `${JSON.stringify(versions, null, 1)}\n`);
await rm(target, { recursive: true, force: true });
await rename(making, target);
console.log(`${files.length} files in ${target}`);
