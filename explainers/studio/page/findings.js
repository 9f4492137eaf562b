// What the check finds, outlined over the picture, with its words beside it; gone with the next change.

import { FPS } from "./player.js";

const $ = (name) => document.getElementById(name);

export class Findings {
  // ask: asks the server. go: shows a frame. frame: says which one is shown. last: says which is the last.
  constructor({ ask, go, frame, last }) {
    Object.assign(this, { ask, go, frame, last, run: 0 });
    $("check").onclick = () => this.begin(false);
    $("whole").onclick = () => this.begin(true);
    $("unfound").onclick = () => { this.clear(); $("check").focus(); };
    this.clear();
  }

  begin(whole) {
    this.clear();
    this.whole = whole;
    this.asked = this.frame();
    $("findings").hidden = false;
    $("found").textContent = whole ? "Looking at the whole scene …" : "Looking …";
    $("whole").hidden = whole;
    this.ask("findings", { seconds: this.asked / FPS, whole });
  }

  started(run) { this.run = run; }

  // Take a message of the current run; says whether it was one.
  take({ header }) {
    if (header.run !== this.run) return false;
    if (header.kind === "findings") this.list(header.findings);
    if (header.kind === "error") this.clear();
    return header.kind !== "error";
  }

  list(found) {
    // A beat ends with the frame before the next one's first.
    const frame = ({ seconds }) => (this.whole ? Math.min(Math.round(seconds * FPS), this.last()) : this.asked);
    this.found = found.map((each) => ({ ...each, frame: frame(each) }));
    const where = this.whole ? "this scene" : "this picture";
    $("found").textContent = found.length ? `In ${where}:` : `Nothing is wrong with ${where}.`;
    $("list").replaceChildren(...this.found.map((each) => this.item(each)));
    this.go(this.frame());
  }

  item(found) {
    const item = document.createElement("li"), button = document.createElement("button"), rule = document.createElement("b");
    rule.textContent = found.rule;
    button.append(rule, ` ${found.what}`);
    if (this.whole) button.append(` — ${found.beat || "scene"}, ${found.seconds.toFixed(1)} s`);
    button.onclick = () => this.go(found.frame);
    item.append(button);
    return item;
  }

  // Outline what is wrong with the picture that is shown; of another picture than was asked about, nothing.
  show(picture) {
    const now = this.frame();
    if (!this.whole && this.asked !== null && this.asked !== now) this.clear();
    if (!picture) return;
    const [x, y, across, up] = picture.view;
    const here = this.found.flatMap(({ boxes, frame }, k) => (frame === now ? boxes.map((box) => [k, box]) : []));
    $("boxes").replaceChildren(...here.map(([k, [left, bottom, right, top]]) => {
      const box = document.createElement("div"), number = document.createElement("b");
      number.textContent = k + 1;
      box.append(number);
      Object.assign(box.style, {
        left: `${100 * (0.5 + (left - x) / across)}%`, right: `${100 * (0.5 - (right - x) / across)}%`,
        top: `${100 * (0.5 - (top - y) / up)}%`, bottom: `${100 * (0.5 + (bottom - y) / up)}%`,
      });
      return box;
    }));
  }

  clear() {
    this.found = [];
    this.asked = null;
    this.run = 0;
    this.whole = false;
    $("boxes").replaceChildren();
    $("list").replaceChildren();
    $("findings").hidden = true;
  }
}
