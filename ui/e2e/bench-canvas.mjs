// What a frame of the canvas costs: dragging, panning and zooming 2,000 elements with 3,000 flows, near and far, in the
// studio and in AntV X6 in the same run. The figure is CPU of the page's main thread for each step (thread ticks of the
// browser), which does not depend on a graphics card; beside it the CPU of all processes of the browser. Each act is checked
// to have moved something. The two take turns, and the median of the turns is told with the least of them.
//
//   npm --prefix tools/bench ci && (cd tools/bench && npx vite build --outDir /tmp/x6) && THERIAC=../bin/theriac node e2e/bench-canvas.mjs [elements] [turns]
import { spawn } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { chromium } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");
const n = Number(process.argv[2] ?? 2000);
const turns = Number(process.argv[3] ?? 3);
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
  return { zones, elements, flows, grab: mid.id };
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
  if (process.env.VERBOSE) console.log("  measured", ((m1 - m0 - idle) / steps).toFixed(1), times.at(-1).toFixed(0));
  return {
    main: (m1 - m0 - idle) / steps,
    all: (c1 - c0) / steps,
    p50: times[steps / 2],
    p95: times[Math.floor(steps * 0.95)],
  };
}

const mouse = (cdp, type, x, y, extra = {}) => cdp.send("Input.dispatchMouseEvent", { type, x, y, ...extra });

/** Drags, pans and zooms at what the page shows. `where` says where things are, so that nothing is measured that did not happen. */
async function rounds(page, { grab, blank, where, settle }) {
  const out = {};
  const moves = async (name, run) => {
    const was = await where();
    await run();
    if ((await where()) === was) throw new Error(`${name} moved nothing`);
  };
  const p = await grab();
  await moves("drag", async () => {
    await page.mouse.move(p.x, p.y);
    await page.mouse.down();
    await page.mouse.move(p.x + 8, p.y + 8);
    out.drag = await measure(page, (i, cdp) =>
      mouse(cdp, "mouseMoved", p.x + 10 + Math.sin(i / 6) * 120, p.y + Math.cos(i / 6) * 80, {
        button: "left",
        buttons: 1,
      }),
    );
  });
  await page.mouse.move(p.x, p.y);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await settle();
  const b = await blank();
  await moves("pan", async () => {
    out.pan = await measure(page, (i, cdp) =>
      mouse(cdp, "mouseWheel", b.x, b.y, { deltaX: Math.sin(i / 6) * 22, deltaY: Math.cos(i / 6) * 16 }),
    );
  });
  await settle();
  const zoom = (i, cdp) =>
    mouse(cdp, "mouseWheel", b.x, b.y, { deltaX: 0, deltaY: i % 20 < 10 ? 8 : -8, modifiers: 2 });
  out.zoom = await measure(page, zoom);
  await moves("zoom", async () => {
    const cdp = await page.context().newCDPSession(page);
    for (let i = 0; i < 5; i++) await zoom(i, cdp);
    await cdp.detach();
    await settle();
  });
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
  // On the far level a box lies where the camera puts it.
  const grabFar = () =>
    page.evaluate(
      (e) => {
        const v = document.querySelector(".react-flow__viewport").style.transform;
        const [, x, y, z] = /translate\(([-\d.]+)px, ([-\d.]+)px\) scale\(([\d.]+)\)/.exec(v).map(Number);
        const r = document.querySelector(".cv").getBoundingClientRect();
        return { x: r.x + x + (e.x + 75) * z, y: r.y + y + (e.y + 32) * z };
      },
      graph.elements.find((e) => e.id === graph.grab),
    );
  const where = () =>
    page.evaluate(() =>
      [
        document.querySelector(".react-flow__viewport").style.transform,
        ...[...document.querySelectorAll(".react-flow__node.dragging")].map((n) => n.style.transform),
        document.querySelector(".cv-far[data-above]").width,
      ].join(),
    );
  const far = await rounds(page, {
    grab: grabFar,
    blank: async () => ({ x: box.x + box.width / 2, y: box.y + 14 }),
    where,
    settle,
  });
  // To real size at the same element as the other, in its middle.
  await page.locator(".cv").focus();
  const at = await grabFar();
  await page.mouse.click(at.x, at.y);
  const t1 = performance.now();
  await page.keyboard.press("Shift+Digit2");
  await page.locator(".cv-el").first().waitFor();
  const jump = performance.now() - t1;
  await settle();
  await page.keyboard.press("Shift+Digit0");
  await settle();
  const near = await rounds(page, {
    grab: async () => {
      const b = await page.locator(`[id="cv-${graph.grab}"]`).boundingBox();
      return { x: b.x + b.width / 2, y: b.y + 12 };
    },
    blank: async () => ({ x: box.x + box.width / 2 + 130, y: box.y + box.height / 2 }),
    where,
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
    if (await page.evaluate(() => window.ready?.())) break;
    if (performance.now() - t0 > 180_000) throw new Error("X6 is not ready after 180 s");
    await page.waitForTimeout(100);
  }
  const load = performance.now() - t0;
  const settle = () => page.waitForTimeout(700);
  const at = () => page.evaluate((id) => window.bench.at(id), graph.grab);
  const where = async () => JSON.stringify(await at());
  await page.evaluate(() => window.bench.fit());
  await settle();
  const far = await rounds(page, { grab: at, blank: async () => ({ x: 8, y: 8 }), where, settle });
  await page.evaluate((id) => window.bench.one(id), graph.grab);
  await settle();
  const near = await rounds(page, { grab: at, blank: async () => ({ x: 720 + 130, y: 450 }), where, settle });
  const dom = await page.evaluate(() => document.querySelectorAll("*").length);
  const heap = await page.evaluate(() => performance.memory?.usedJSHeapSize / 1e6);
  await page.close();
  s.stop();
  return { near, far, load, jump: 0, dom, heap };
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)];
const least = (list) => Math.min(...list);

/** Median and, in brackets, least of the main thread; the median of all processes after the stroke. */
const cell = (ms) => {
  const main = ms.map((m) => m.main);
  return `${median(main).toFixed(1)} (${least(main).toFixed(1)}) / ${median(ms.map((m) => m.all)).toFixed(0)}`.padStart(
    19,
  );
};

function tell(name, rs) {
  const mid = (get) => Math.round(median(rs.map(get)));
  console.log(
    `${name.padEnd(8)} load ${mid((r) => r.load)} ms, jump ${mid((r) => r.jump)} ms, DOM ${mid((r) => r.dom)}, heap ${mid((r) => r.heap)} MB`,
  );
  for (const [where, key] of [
    ["100 %", "near"],
    ["fit", "far"],
  ]) {
    const of = (act) => rs.map((r) => r[key][act]);
    const wall = ["drag", "pan", "zoom"].map(
      (act) => `${median(of(act).map((m) => m.p50)).toFixed(0)}/${median(of(act).map((m) => m.p95)).toFixed(0)}`,
    );
    console.log(
      `  ${where.padEnd(6)} drag ${cell(of("drag"))}  pan ${cell(of("pan"))}  zoom ${cell(of("zoom"))}   wall p50/p95: ${wall.join(" ")}`,
    );
  }
}

console.log(
  `${n} elements, ${graph.flows.length} flows, ${graph.zones.length} zones, ${turns} turns; CPU ms for each step: main thread, median (least) / all processes`,
);
const other = existsSync(join(x6Folder, "index.html"));
if (!other) console.log("X6 is not built; see the head of this file");
const ours = [];
const theirs = [];
for (let i = 0; i < turns; i++) {
  ours.push(await studio());
  if (other) theirs.push(await x6());
}
tell("studio", ours);
if (other) tell("X6", theirs);
await browser.close();
