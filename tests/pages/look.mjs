// Looks at pages as readers do: wide and on a telephone, light and dark. It says what axe finds, what is wider than the
// window and what a page would load from elsewhere, and keeps a picture of each. See README.md beside it.
import { mkdirSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [into, ...pages] = process.argv.slice(2);
if (!pages.length) {
  console.error("usage: node look.mjs FOLDER PAGE.html…");
  process.exit(2);
}
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];
const flags = [...quiet, "--disable-background-networking", "--disable-component-update"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
mkdirSync(into, { recursive: true });
let found = 0;

const tell = (page, what) => {
  found += 1;
  console.log(`${page}: ${what}`);
};

for (const width of [1280, 380]) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    for (const path of pages) {
      const page = await context.newPage();
      const shown = `${basename(dirname(path))}-${basename(path, ".html")}-${width}-${colorScheme}`;
      page.on("request", (asked) => {
        if (!/^(file|data|blob):/.test(asked.url())) tell(shown, `would load ${asked.url()}`);
      });
      page.on("pageerror", (error) => tell(shown, `script error: ${error.message}`));
      await page.goto(pathToFileURL(resolve(path)).href);
      await page.screenshot({ path: `${into}/${shown}.png`, fullPage: true });
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) tell(shown, `${wide} pixels wider than the window`);
      await page.addScriptTag({ path: axe });
      const { violations } = await page.evaluate(() => window.axe.run());
      for (const { id, help, nodes } of violations) {
        tell(shown, `axe ${id}: ${help} (${nodes.length})\n  ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join("\n  ")}`);
      }
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
console.log(`${pages.length} pages, each 2 widths, light and dark: ${found} findings`);
process.exit(found ? 1 : 0);
