import { expect, test } from "vitest";
import { drawnApart, overlaps } from "./place";

// As the server lays out two boxes of a paper: each as wide as its text in small letters.
const raw = {
  gw: { x: 370, y: 350, w: 140, h: 60 },
  db: { x: 540, y: 360, w: 100, h: 40 },
  svc: { x: 540, y: 500, w: 140, h: 40 },
};

test("boxes of the server's layout stand apart on the canvas, where they are wider", () => {
  const names = new Map([
    ["gw", "Application gateway with portal"],
    ["db", "Patient data"],
    ["svc", "Analysis, patient and hospital services"],
  ]);
  const { gw, db, svc } = drawnApart(raw, names);
  expect(gw && db && svc).toBeTruthy();
  if (!gw || !db || !svc) return;
  expect(overlaps(rect(gw), rect(db), 20), "beside each other").toBe(false);
  expect(overlaps(rect(db), rect(svc), 20), "below each other").toBe(false);
  expect(db.x - (gw.x + (gw.w ?? 0)), "and no farther than needed").toBeLessThan(50);
});

const rect = (b: { x: number; y: number; w?: number; h?: number }) => ({ x: b.x, y: b.y, w: b.w ?? 0, h: b.h ?? 0 });
