// What leaves the page: the command that makes what is on screen, and the picture as a file.

import { FPS } from "./player.js";

const $ = (name) => document.getElementById(name);
const SHARP = 1080;  // the shorter side of a still, in pixels
const SIDES = { "16:9": 16 / 9, "4:3": 4 / 3, "1:1": 1, "9:16": 1 };  // width over the shorter side

export class Out {
  constructor({ player, ask, form, say }) {
    Object.assign(this, { player, form });
    $("copy").onclick = async () => { await navigator.clipboard.writeText(this.command()); say("Copied"); };
    $("still").onchange = () => {
      const format = $("still").value;
      $("still").value = "";
      if (!format) return;
      say("Making the still");
      ask("still", { seconds: player.frame / FPS, format, width: SHARP * SIDES[$("shape").value] });
    };
  }

  command() {
    const flags = Object.entries(this.form.given).filter(([, value]) => value !== "")
      .map(([name, value]) => `--${name.replaceAll("_", "-")} ${quoted(String(value))}`);
    if ($("theme").value !== "dark") flags.push(`--theme ${$("theme").value}`);
    if ($("shape").value !== "16:9") flags.push(`--aspect ${$("shape").value}`);
    return ["python render.py scene", $("scene").value, ...flags].join(" ");
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
function quoted(text) { return /^[\w.,:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`; }
