// A scene that computes long: for how long, and a button to end it.

const LONG = 2000;  // milliseconds without a picture

export class Busy {
  // button: is shown meanwhile. stop: called when it is pressed.
  constructor(button, stop) {
    this.button = button;
    this.runs = new Map();  // by what was asked for: the run, and when it was last heard of
    button.onclick = stop;
  }

  started({ run, do: what }) { this.runs.set(what, { run, heard: performance.now() }); this.show(); }

  // A message of a run; signs of life come twice a second.
  take({ kind, run }) {
    for (const [what, each] of this.runs) {
      if (each.run !== run) continue;
      if (kind === "done" || kind === "error") this.runs.delete(what);
      else if (kind !== "going" && kind !== "scene") each.heard = performance.now();
    }
    this.show();
  }

  show() {
    const waited = performance.now() - Math.min(...[...this.runs.values()].map(({ heard }) => heard));
    this.button.hidden = !(waited >= LONG);
    this.button.textContent = `Stop (${Math.floor(waited / 1000)} s)`;
  }
}
