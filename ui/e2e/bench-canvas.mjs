// What a frame of the canvas costs: dragging, panning and zooming 2,000 elements with 3,000 flows, near and far, in the
// studio and in AntV X6 in the same run. The figure is CPU of the page's main thread for each step (thread ticks of the
// browser), which does not depend on a graphics card; beside it the CPU of all processes of the browser.
//
//   npm --prefix tools/bench ci && (cd tools/bench && npx vite build --outDir /tmp/x6) && THERIAC=../bin/theriac node e2e/bench-canvas.mjs [elements]
import { spawn } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { chromium } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");
const n = Number(process.argv[2] ?? 2000);
const x6Folder = process.env.X6 ?? "/tmp/x6";
const steps = 60;

/** Boxes in inner zones of 25 in outer zones of 4, and one and a half flows for each, most of them near. */
function makeGraph() {
  const zones = [];
  const elements = [];
  const flows = [];
  const inner = Math.ceil(n / 25);
  const columns = Math.ceil(Math.sqrt(Math.ceil(inner / 4) * 1.4));
  for (let o = 0; o < Math.ceil(inner / 4); o++) {
    const ox = (o % columns) * 2500;
    const oy = Math.floor(o / columns) * 1560;
    zones.push({ id: `zone${o}`, name: `Site ${o}`, x: ox, y: oy, w: 2380, h: 1460, depth: 0 });
    for (let k = 0; k < 4 && o * 4 + k < inner; k++) {
      const z = o * 4 + k;
      const zx = ox + 30 + (k % 2) * 1170;
      const zy = oy + 50 + Math.floor(k / 2) * 700;
      zones.push({ id: `part${z}`, name: `Part ${z}`, in: `zone${o}`, x: zx, y: zy, w: 1140, h: 680, depth: 1 });
      for (let i = 0; i < 25 && z * 25 + i < n; i++) {
        elements.push({
          id: `el${z * 25 + i}`,
          name: `Controller ${z * 25 + i}`,
          zone: `part${z}`,
          x: zx + 30 + (i % 5) * 220,
          y: zy + 50 + Math.floor(i / 5) * 122,
          w: 150,
          h: 64,
        });
      }
    }
  }
  let seed = 7;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  for (let i = 0; i < n * 1.5; i++) {
    const from = Math.floor(random() * n);
    const near = random() < 0.85;
    let to = near ? Math.floor(from / 25) * 25 + Math.floor(random() * 25) : Math.floor(random() * n);
    if (to >= n || to === from) to = (from + 1) % n;
    flows.push({ id: `f${i + 1}`, name: `Flow ${i + 1}`, from: `el${from}`, to: `el${to}` });
  }
  const mid = elements[Math.floor((n * 0.52) / 25) * 25 + 12];
  return { zones, elements, flows, middle: { x: mid.x + 75, y: mid.y + 32 }, grab: mid.id };
}

function modelText(g) {
  const out = ["theriac: 1", "id: bench", "name: Bench", "packs: [core]", "zones:"];
  for (const z of g.zones) out.push(`  ${z.id}: {name: ${z.name}${z.in ? `, in: ${z.in}` : ""}}`);
  out.push("elements:");
  for (const e of g.elements) out.push(`  ${e.id}: {name: ${e.name}, zone: ${e.zone}}`);
  out.push("flows:");
  for (const f of g.flows) out.push(`  ${f.id}: {name: ${f.name}, from: ${f.from}, to: ${f.to}}`);
  const layout = ["layout:", "  default:"];
  for (const e of g.elements) layout.push(`    ${e.id}: {x: ${e.x}, y: ${e.y}}`);
  return { model: `${out.join("\n")}\n`, layout: `${layout.join("\n")}\n` };
}

const graph = makeGraph();

async function startStudio() {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  mkdirSync(join(folder, "m"));
  const { model, layout } = modelText(graph);
  writeFileSync(join(folder, "m/theriac.yaml"), model);
  writeFileSync(join(folder, "m/layout.yaml"), layout);
  const child = spawn(process.env.THERIAC ?? join(root, "bin/theriac"), [
    "serve",
    join(folder, "m"),
    "--listen",
    "127.0.0.1:0",
  ]);
  const url = await new Promise((done) => {
    child.stdout.on("data", (b) => {
      const m = /http:\/\/[\w.:]+/.exec(String(b));
      if (m) done(m[0]);
    });
    child.stderr.on("data", (b) => process.stderr.write(b));
  });
  const projects = await (await fetch(`${url}/api/v1/projects`)).json();
  return { url: `${url}/p/${projects[0].id}/flows`, stop: () => child.kill("SIGTERM") };
}

function startX6() {
  const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
  const server = createServer((req, res) => {
    const path = req.url === "/" ? "/index.html" : req.url;
    if (path === "/graph.json") return res.setHeader("content-type", "application/json").end(JSON.stringify(graph));
    const file = join(x6Folder, path);
    if (!existsSync(file)) return res.writeHead(404).end();
    res.setHeader("content-type", types[extname(file)] ?? "application/octet-stream");
    createReadStream(file).pipe(res);
  });
  return new Promise((done) =>
    server.listen(0, "127.0.0.1", () =>
      done({ url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() }),
    ),
  );
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
});

/** Does a step at a time, each after a frame, and returns the CPU of a step: main thread and all processes, and the frames' times. */
async function measure(page, act) {
  const cdp = await page.context().newCDPSession(page);
  const all = await browser.newBrowserCDPSession();
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const main = async () =>
    (await cdp.send("Performance.getMetrics")).metrics.find((m) => m.name === "TaskDuration").value * 1000;
  const cpu = async () =>
    (await all.send("SystemInfo.getProcessInfo")).processInfo.reduce((s, p) => s + p.cpuTime * 1000, 0);
  const frame = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done())));
  for (let i = 0; i < 6; i++) {
    await act(i - 6, cdp);
    await frame();
  }
  const [m0, c0] = [await main(), await cpu()];
  const times = [];
  for (let i = 0; i < steps; i++) {
    const t = performance.now();
    await act(i, cdp);
    await frame();
    times.push(performance.now() - t);
  }
  const [m1, c1] = [await main(), await cpu()];
  // What the measuring itself costs: the same number of frames with nothing done.
  const idle0 = await main();
  for (let i = 0; i < steps; i++) await frame();
  const idle = (await main()) - idle0;
  times.sort((a, b) => a - b);
  await cdp.detach();
  if (process.env.VERBOSE) console.log("  measured", ((m1 - m0 - idle) / steps).toFixed(1), times.at(-1)?.toFixed(0));
  return {
    main: (m1 - m0 - idle) / steps,
    all: (c1 - c0) / steps,
    p50: times[steps / 2],
    p95: times[Math.floor(steps * 0.95)],
  };
}

const mouse = (cdp, type, x, y, extra = {}) => cdp.send("Input.dispatchMouseEvent", { type, x, y, ...extra });

async function rounds(page, { grab, blank, panBy, settle }) {
  const out = {};
  const p = await grab();
  await page.mouse.move(p.x, p.y);
  await page.mouse.down();
  await page.mouse.move(p.x + 8, p.y + 8);
  out.drag = await measure(page, (i, cdp) =>
    mouse(cdp, "mouseMoved", p.x + 10 + Math.sin(i / 6) * 120, p.y + Math.cos(i / 6) * 80, {
      button: "left",
      buttons: 1,
    }),
  );
  await page.mouse.move(p.x, p.y);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await settle();
  const b = await blank();
  if (panBy === "wheel")
    out.pan = await measure(page, (i, cdp) =>
      mouse(cdp, "mouseWheel", b.x, b.y, { deltaX: Math.sin(i / 6) * 22, deltaY: Math.cos(i / 6) * 16 }),
    );
  else {
    await page.mouse.move(b.x, b.y);
    await page.mouse.down();
    out.pan = await measure(page, (i, cdp) =>
      mouse(cdp, "mouseMoved", b.x + Math.sin(i / 6) * 130, b.y + Math.cos(i / 6) * 90, { button: "left", buttons: 1 }),
    );
    await page.mouse.up();
  }
  await settle();
  out.zoom = await measure(page, (i, cdp) =>
    mouse(cdp, "mouseWheel", b.x, b.y, { deltaX: 0, deltaY: i % 20 < 10 ? 8 : -8, modifiers: 2 }),
  );
  await settle();
  return out;
}

async function studio() {
  const s = await startStudio();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  await page.addInitScript(() => {
    localStorage.setItem(
      "theriac.flows",
      JSON.stringify({ state: { canvas: true, outline: false, text: false }, version: 0 }),
    );
    localStorage.setItem(
      "theriac.settings",
      JSON.stringify({ state: { navOpen: false, inspectorOpen: false }, version: 0 }),
    );
  });
  const t0 = performance.now();
  await page.goto(s.url);
  await page.locator(".cv-far[data-on]").first().waitFor({ timeout: 60_000 });
  const load = performance.now() - t0;
  await page.waitForTimeout(1500);
  const settle = () => page.waitForTimeout(700);
  const box = await page.locator(".cv").boundingBox();
  const far = await rounds(page, {
    // On the far level a box lies where the camera puts it.
    grab: async () => {
      const zone = graph.elements.find((e) => e.id === graph.grab);
      const all = graph.zones.reduce(
        (b, z) => ({
          x: Math.min(b.x, z.x),
          y: Math.min(b.y, z.y),
          X: Math.max(b.X, z.x + z.w),
          Y: Math.max(b.Y, z.y + z.h),
        }),
        { x: 1e9, y: 1e9, X: -1e9, Y: -1e9 },
      );
      return page.evaluate(
        ([e]) => {
          const v = document.querySelector(".react-flow__viewport").style.transform;
          const [, x, y, z] = /translate\(([-\d.]+)px, ([-\d.]+)px\) scale\(([\d.]+)\)/.exec(v).map(Number);
          const r = document.querySelector(".cv").getBoundingClientRect();
          return { x: r.x + x + (e.x + 75) * z, y: r.y + y + (e.y + 32) * z };
        },
        [zone, all],
      );
    },
    blank: async () => ({ x: box.x + box.width / 2, y: box.y + 14 }),
    panBy: "wheel",
    settle,
  });
  await page.locator(".cv").focus();
  await page.keyboard.press("Escape");
  const t1 = performance.now();
  await page.keyboard.press("Shift+Digit0");
  await page.locator(".cv-el").first().waitFor();
  const jump = performance.now() - t1;
  await settle();
  const near = await rounds(page, {
    grab: async () => {
      const all = await page.locator(".cv-el").all();
      for (const el of all) {
        const b = await el.boundingBox();
        if (
          b &&
          b.x > box.x + 300 &&
          b.x < box.x + box.width - 450 &&
          b.y > box.y + 200 &&
          b.y < box.y + box.height - 260
        )
          return { x: b.x + b.width / 2, y: b.y + 12 };
      }
      throw new Error("nothing in the middle");
    },
    blank: async () => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 }),
    panBy: "wheel",
    settle,
  });
  const dom = await page.evaluate(() => document.querySelectorAll("*").length);
  const heap = await page.evaluate(() => performance.memory?.usedJSHeapSize / 1e6);
  await page.close();
  s.stop();
  return { near, far, load, jump, dom, heap };
}

async function x6() {
  const s = await startX6();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const t0 = performance.now();
  await page.goto(s.url);
  for (;;) {
    if (await page.evaluate(() => window.ready === true)) break;
    if (performance.now() - t0 > 180_000) throw new Error("X6 is not ready after 180 s");
    await page.waitForTimeout(100);
  }
  const load = performance.now() - t0;
  const settle = () => page.waitForTimeout(700);
  const at = () => page.evaluate((id) => window.bench.at(id), graph.grab);
  await page.evaluate(() => window.bench.fit());
  await settle();
  const far = await rounds(page, { grab: at, blank: async () => ({ x: 8, y: 8 }), panBy: "drag", settle });
  await page.evaluate(() => window.bench.one());
  await settle();
  const near = await rounds(page, { grab: at, blank: async () => ({ x: 720 + 128, y: 450 }), panBy: "drag", settle });
  const dom = await page.evaluate(() => document.querySelectorAll("*").length);
  const heap = await page.evaluate(() => performance.memory?.usedJSHeapSize / 1e6);
  await page.close();
  s.stop();
  return { near, far, load, jump: 0, dom, heap };
}

const cell = (m) => `${m.main.toFixed(1)} (${m.all.toFixed(0)})`.padStart(11);
function tell(name, r) {
  console.log(
    `${name.padEnd(8)} load ${Math.round(r.load)} ms, jump ${Math.round(r.jump)} ms, DOM ${r.dom}, heap ${Math.round(r.heap)} MB`,
  );
  for (const [where, x] of [
    ["100 %", r.near],
    ["fit", r.far],
  ]) {
    console.log(
      `  ${where.padEnd(6)} drag ${cell(x.drag)}  pan ${cell(x.pan)}  zoom ${cell(x.zoom)}   wall p50/p95: ${["drag", "pan", "zoom"].map((k) => `${x[k].p50.toFixed(0)}/${x[k].p95.toFixed(0)}`).join(" ")}`,
    );
  }
}

console.log(
  `${n} elements, ${graph.flows.length} flows, ${graph.zones.length} zones; CPU ms for each step: main thread (all processes)`,
);
tell("studio", await studio());
if (existsSync(join(x6Folder, "index.html"))) tell("X6", await x6());
else console.log("X6 is not built; see the head of this file");
await browser.close();
