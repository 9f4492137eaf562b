// What leaves the page: the command that makes what is on screen, the picture as a file, a film, and a lesson.

import { FPS } from "./player.js";

const $ = (name) => document.getElementById(name);
const SHARP = 1080;  // the shorter side of a still, in pixels
const SIDES = { "16:9": 16 / 9, "4:3": 4 / 3, "1:1": 1, "9:16": 1 };  // width over the shorter side

export class Out {
  // ask: asks for pictures of the scene, askOf: something else about it. order: sends a question as it is.
  // bill: what the server has told of scenes and lesson.
  constructor({ player, ask, askOf, order, form, say, bill }) {
    Object.assign(this, { player, askOf, order, form, bill });
    $("export").onclick = () => this.open($("out").hidden);
    const copy = async (text) => { await navigator.clipboard.writeText(text); say("Copied"); };
    $("copy").onclick = () => copy(this.command());
    $("copy-still").onclick = () => copy(this.stillCommand());
    for (const button of document.querySelectorAll("[data-still]")) {
      button.onclick = () => {
        say("Making the still");
        ask("still", { seconds: player.seconds, format: button.dataset.still, width: SHARP * SIDES[$("shape").value] });
      };
    }
    $("render").onclick = () => this.render();
    $("cancel").onclick = () => { $("cancel").disabled = true; this.order({ do: "cancel" }); };
    $("save").onsubmit = (event) => { event.preventDefault(); this.save(); };
  }

  open(on) {
    $("out").hidden = !on;
    $("export").setAttribute("aria-expanded", on);
    this.show();
  }

  // Another scene or another value: the command is another.
  show() {
    if ($("out").hidden) return;
    $("command").textContent = this.command();
    const { lesson, uses } = this.bill(), inLesson = uses.has($("scene").value);
    $("lesson-title").textContent = inLesson ? "Lesson" : "New lesson with this scene";
    $("save-button").textContent = inLesson ? `Save into ${lesson.file}` : "Save";
    $("lesson-name").hidden = inLesson;
    $("lesson-name").placeholder = this.lessonName();
  }

  // A new scene: what was said of the one before is gone.
  clear() { $("lesson-said").textContent = $("lesson-name").value = ""; this.show(); }

  // --- commands ------------------------------------------------------------------------------------------------------

  command(...more) {
    const { scenes } = this.bill(), scene = scenes.get($("scene").value);
    const flags = Object.entries({ ...scene?.params, ...this.form.given }).filter(([, value]) => value !== "")
      .map(([name, value]) => `--${name.replaceAll("_", "-")} ${quoted(String(value))}`);
    if ($("theme").value !== "dark") flags.push(`--theme ${$("theme").value}`);
    if ($("shape").value !== "16:9") flags.push(`--aspect ${$("shape").value}`);
    return ["python render.py scene", quoted(scene?.reference ?? $("scene").value), ...flags, ...more].join(" ");
  }

  stillCommand() {
    // Rounded up: a moment counts as the frame that has begun.
    const seconds = Math.ceil(1000 * this.player.seconds) / 1000;
    return this.command(`--at ${seconds}`, `--fps ${FPS}`, `-o ${quoted(`${this.sceneName()}.png`)}`);
  }

  sceneName() { return this.player.scene?.name ?? "scene"; }

  lessonName() { return `${this.sceneName()}.yaml`.toLowerCase(); }

  // --- a film --------------------------------------------------------------------------------------------------------

  render() {
    this.began = performance.now();
    this.rendering({ done: 0, frames: 0 });
    this.askOf("render", { quality: $("quality").value, format: $("format").value });
  }

  rendering({ done, frames }) {
    $("going").hidden = false;
    $("render").disabled = true;
    const share = frames ? done / frames : null, progress = $("progress");
    if (share === null) progress.removeAttribute("value");
    else progress.value = share;
    const left = share > 0.02 ? ((performance.now() - this.began) / 1000) * (1 / share - 1) : null;
    const percent = share === null ? "" : `${Math.floor(100 * share)} %`;
    $("film-said").textContent = share === null ? "Beginning …" : `${percent}${left === null ? "" : `, about ${Math.ceil(left)} s left`}`;
    $("export").textContent = `Export ${percent}`;
  }

  // What became of it: a file, or what went wrong.
  rendered({ file = "", bytes = 0, said = "" }) {
    $("going").hidden = true;
    $("render").disabled = $("cancel").disabled = false;
    $("export").textContent = "Export";
    $("film-said").className = said ? "fault" : "";
    $("film-said").textContent = said || (file ? `${file} (${size(bytes)})` : "Cancelled.");
  }

  // --- a lesson ------------------------------------------------------------------------------------------------------

  save() {
    $("lesson-said").textContent = "";
    const name = this.bill().uses.has($("scene").value) ? "" : $("lesson-name").value.trim() || this.lessonName();
    this.askOf("save", { name });
  }

  saved({ file, wrote = [], along = [], said = "" }) {
    $("lesson-said").className = said ? "fault" : "";
    const files = along.length ? `; ${along.join(", ")} beside it` : "";
    $("lesson-said").textContent = said || `${file}: wrote ${wrote.join(", ") || "the scene as it is"}${files}.`;
  }
}

// A file that was made is handed to the reader.
export function handOver({ header, buffer, offset }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([new Uint8Array(buffer, offset, header.bytes)]));
  link.download = header.name;
  link.click();
  URL.revokeObjectURL(link.href);
}

// As a shell reads it back.
function quoted(text) { return /^[\w.,:+/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`; }

function size(bytes) { return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`; }
