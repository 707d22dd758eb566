// Opens a report in a browser, wide and narrow, light and dark; ends with 1 on any fault (docs/report.md).
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import puppeteer from "puppeteer-core";
const page_file = "file://" + resolve(process.argv[2]);
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "chromium", args: (process.env.CHROMIUM_FLAGS ?? "").split(" ").filter(Boolean) });
const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
let bad = 0;
for (const [name, width] of [["desktop", 1280], ["phone", 390]]) {
  for (const scheme of ["light", "dark"]) {
    const page = await browser.newPage();
    await page.setViewport({ width, height: 900, hasTouch: name === "phone", isMobile: name === "phone" });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    const begun = Date.now();
    await page.goto(page_file);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await page.screenshot({ path: `${name}-${scheme}.png` });
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run());
    for (const rule of found.violations) console.log(name, scheme, rule.id, rule.nodes.length, rule.nodes[0].html.slice(0, 160));
    bad += found.violations.length + said.length + (wide > 0 ? 1 : 0);
    console.log(name, scheme, "console:", said.length ? said : "nothing", "too wide by", wide, "loaded in", Date.now() - begun, "ms; axe:", found.violations.length);
    await page.close();
  }
}
await browser.close();
process.exit(bad ? 1 : 0);
