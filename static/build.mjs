// Bundles static/ into build/static/, which Django serves as /static/.
//   js/app.js, js/entry-*.js -> app.js, entry-*.js (ES modules; shared code in chunks/)
//   css/app.css              -> app.css, with its fonts beside it
//   js/capture/, css/phone.css -> capture-<hash>.js, capture-<hash>.css and capture-sw.js, named in capture.json
//   everything else          -> copied as it is (icons, pictures)
import { cp, glob, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const OUT = "build/static";
const NEXT = `build/next-${process.pid}`; // takes the place of OUT once everything is in it

// @fontsource names each font twice; every browser since 2016 reads woff2.
const woff2Only = {
  name: "woff2-only",
  setup(bundler) {
    bundler.onLoad({ filter: /@fontsource[\\/].*\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      return { contents: css.replace(/,\s*url\([^)]+\.woff\)\s*format\(['"]woff['"]\)/g, ""), loader: "css" };
    });
  },
};

const COMMON = {
  outdir: NEXT,
  loader: { ".woff2": "file", ".svg": "dataurl" },
  plugins: [woff2Only],
  target: ["es2022", "chrome89", "safari15"],
  bundle: true,
  minify: true,
  legalComments: "none",
  logLevel: "warning",
};

await rm(NEXT, { recursive: true, force: true });
await build({
  ...COMMON,
  entryPoints: await Array.fromAsync(glob(["static/js/app.js", "static/js/entry-*.js", "static/css/app.css"])),
  entryNames: "[name]",
  assetNames: "fonts/[name]-[hash]",
  chunkNames: "chunks/[name]-[hash]",
  format: "esm",
  splitting: true,
});

// The capture page opens without network: each file whole, its hash in its name, so that the service worker never mixes
// two versions. A worker is a classic script under one name, because it is fetched by its address alone.
const page = await build({
  ...COMMON,
  entryPoints: [
    { in: "static/js/capture/main.js", out: "capture" },
    { in: "static/css/phone.css", out: "capture" },
  ],
  entryNames: "[name]-[hash]",
  format: "esm",
  metafile: true,
});
await build({
  ...COMMON,
  entryPoints: [{ in: "static/js/capture/sw.js", out: "capture-sw" }],
  format: "iife",
});
const made = Object.keys(page.metafile.outputs).map((path) => basename(path));
const names = {
  script: made.find((name) => name.endsWith(".js")),
  style: made.find((name) => name.endsWith(".css")),
  worker: "capture-sw.js",
};
await writeFile(`${NEXT}/capture.json`, JSON.stringify(names));
await cp("static", NEXT, { recursive: true, filter: (path) => !/^static[\\/](js|css|build\.mjs)/.test(path) });
for await (const path of glob(`${NEXT}/*.{js,css,svg}`)) {
  await writeFile(`${path}.gz`, gzipSync(await readFile(path), { level: 9 })); // WhiteNoise sends it where it may
}
await rm(OUT, { recursive: true, force: true });
await rename(NEXT, OUT);
