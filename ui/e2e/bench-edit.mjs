// How long it takes from a key to new findings on screen: answers questions of a project one after the other and waits each
// time until the numbers of the status line are others. Run it beside `theriac serve`:
//   node e2e/bench-edit.mjs http://127.0.0.1:8737/p/infusion-pump/questions
import { chromium } from "playwright-core";

const address = process.argv[2];
const rounds = Number(process.argv[3] ?? 20);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(address);
await page.locator("#question").waitFor();
await page.evaluate(() => {
  window.times = [];
  addEventListener(
    "keydown",
    (e) => {
      if (/^[1-9]$/.test(e.key)) window.from = performance.now();
    },
    true,
  );
  let was = document.querySelector(".t-status").textContent.replace(/Saved.*/, "");
  new MutationObserver(() => {
    const now = document.querySelector(".t-status").textContent;
    if (now === was || window.from === undefined) return;
    was = now;
    const from = window.from;
    window.from = undefined;
    requestAnimationFrame(() => window.times.push(performance.now() - from));
  }).observe(document.querySelector(".t-status"), { subtree: true, childList: true, characterData: true });
});
for (let i = 0; i < rounds; i++) {
  await page.keyboard.press("1");
  await page.waitForTimeout(900);
}
const times = (await page.evaluate(() => window.times)).sort((a, b) => a - b);
console.log(
  `${times.length} of ${rounds} answers changed findings; median ${times[times.length >> 1]?.toFixed(0)} ms, worst ${times.at(-1)?.toFixed(0)} ms`,
);
await browser.close();
