// Under the picture: its beats to jump to, the playhead, the time, and what is being said.

import { FPS } from "./player.js";

const $ = (name) => document.getElementById(name);

export class Timeline {
  constructor(player) {
    this.player = player;
    this.laid = "";  // what the row of beats was made from
    $("play").onclick = () => player.play();
    $("back").onclick = () => player.step(-1);
    $("on").onclick = () => player.step(1);
    $("playhead").oninput = () => {
      // Read first: when playing ends, the playhead is put where the picture is.
      const frame = $("playhead").valueAsNumber;
      player.play(false);
      player.go(frame);
    };
  }

  get loops() { return $("loop").checked; }

  show() {
    const { player } = this, { frame, total, beat, scene } = player;
    this.layOut();
    $("play").textContent = player.playing ? "❚❚" : "▶";
    $("play").setAttribute("aria-label", player.playing ? "Pause" : "Play");
    $("playhead").value = frame;
    $("streamed").style.width = `${100 * Math.min(1, (player.newest?.frames ?? 0) / total)}%`;
    [...$("beats").children].forEach((button, k) => button.setAttribute("aria-current", k === beat));
    $("clock").textContent = `${clock(player.seconds)} / ${clock(total / FPS)}`;
    const told = scene?.beats[beat];
    if (!told) return;
    const start = (player.starts[beat]?.[1] ?? 0) / FPS;
    const cue = told.cues.findLast(([from]) => from <= player.seconds - start) ?? told.cues[0];
    $("words").textContent = cue?.[2] ?? "";
    $("alt").textContent = told.alt;
  }

  // Beats are made anew only if they are others: a hand may be on one.
  layOut() {
    const { timed, total, starts } = this.player;
    if (!timed) return;
    $("playhead").max = total - 1;
    const key = `${timed.run}/${starts.length}/${total}`;
    if (this.laid === key) return;
    this.laid = key;
    $("beats").replaceChildren(...starts.map(([name, first], k) => {
      const end = starts[k + 1]?.[1] ?? (timed.ended ? timed.frames : Math.max(timed.frames, first + 1));
      return this.button(name, first, (100 * first) / total, (100 * (end - first)) / total);
    }));
  }

  button(name, first, left, width) {
    const beat = this.player.scene?.beats.find((each) => each.name === name), button = document.createElement("button");
    const absent = beat?.shown === false;
    Object.assign(button, { className: absent ? "beat unshown" : "beat", type: "button", textContent: beat?.title || name });
    button.title = (absent ? "The lesson leaves this beat out. " : "") + (beat?.words ?? name);
    Object.assign(button.style, { left: `${left}%`, width: `${width}%` });
    button.onclick = () => this.player.go(first);
    return button;
  }
}

function clock(seconds) { return `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, "0")}`; }
