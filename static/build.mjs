// Bundles static/ into build/static/, which Django serves as /static/.
//   js/app.js, js/entry-*.js -> app.js, entry-*.js (ES modules; shared code in chunks/)
//   css/app.css              -> app.css, with its fonts beside it
//   everything else          -> copied as it is (icons, pictures)
import { cp, glob, readFile, rename, rm } from "node:fs/promises";
import { build } from "esbuild";

const OUT = "build/static";
const NEXT = "build/next"; // takes the place of OUT once everything is in it

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

await rm(NEXT, { recursive: true, force: true });
await build({
  entryPoints: await Array.fromAsync(glob(["static/js/app.js", "static/js/entry-*.js", "static/css/app.css"])),
  outdir: NEXT,
  entryNames: "[name]",
  assetNames: "fonts/[name]-[hash]",
  chunkNames: "chunks/[name]-[hash]",
  loader: { ".woff2": "file", ".svg": "dataurl" },
  plugins: [woff2Only],
  format: "esm",
  target: ["es2022", "chrome89", "safari15"],
  bundle: true,
  splitting: true,
  minify: true,
  legalComments: "none",
  logLevel: "warning",
});
await cp("static", NEXT, { recursive: true, filter: (path) => !/^static[\\/](js|css|build\.mjs)/.test(path) });
await rm(OUT, { recursive: true, force: true });
await rename(NEXT, OUT);
