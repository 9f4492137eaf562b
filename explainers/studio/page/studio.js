// The studio's page: asks for films and moments, draws them, and plays.

import { Film, read } from "./wire.js";
import { draw, ready } from "./draw.js";
import { Form } from "./form.js";
import { Explorer } from "./explore.js";

const $ = (name) => document.getElementById(name);
const canvas = $("canvas"), context = canvas.getContext("2d");
const FPS = 30;
const SHARP = 1080;  // the shorter side of a still, in pixels
const SIDES = { "16:9": 16 / 9, "4:3": 4 / 3, "1:1": 1, "9:16": 1 };  // width over the shorter side

const state = {
  film: null,      // what is played
  coming: null,    // a newer film, until it has the frame under the playhead
  still: null,     // the picture of a moment that is newer than the film
  scene: null,     // the description of what is shown
  frame: 0,
  playing: false,
  runs: { film: 0, moment: 0 },
  moving: false,   // a moment is being made
  wanted: false,   // another one was asked for meanwhile
};
let socket = null;

document.body.classList.toggle("embedded", location.search === "?embedded");
const form = new Form($("form"), (settled) => {
  if (explorer.on) return explorer.follow();
  askMoment();
  if (settled) askFilm();
});
const explorer = new Explorer($("handles"), form, () => ask("explore"), () => { fault(""); form.fault(""); show(); });
$("form").addEventListener("submit", (event) => event.preventDefault());

// --- the line to the server ---------------------------------------------------------------------------------------

function connect() {
  socket = new WebSocket(new URL("socket", location.href).href.replace(/^http/, "ws"));
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) => take(read(data));
  socket.onclose = () => { say("Not connected; trying again."); setTimeout(connect, 1000); };
}

function ask(what, more = {}) {
  if (socket?.readyState !== WebSocket.OPEN) return;
  const params = Object.fromEntries(Object.entries(form.given).filter(([, value]) => value !== ""));
  socket.send(JSON.stringify({
    do: what, scene: $("scene").value, params, theme: $("theme").value, shape: $("shape").value, fps: FPS,
    width: Math.min(1920, Math.max(320, canvas.width || 1280)), ...more,
  }));
}

function askFilm() { ask("film"); }

// One moment at a time: the newest value waits for the answer to the one before.
function askMoment() {
  if (state.moving) { state.wanted = true; return; }
  state.moving = true;
  state.wanted = false;
  ask("moment", { seconds: state.frame / FPS });
}

function take(message) {
  const { header } = message;
  if (header.run !== undefined && header.kind !== "started" && explorer.take(message)) return;
  switch (header.kind) {
    case "hello": greet(header); break;
    case "started": start(header); break;
    case "scene": if (isCurrent(header.run)) describe(header); break;
    case "beat": film(header.run)?.beats.push([header.name, header.first]); layOutBeats(); break;
    case "pictures": takePictures(message); break;
    case "end": { const ended = film(header.run); if (ended) { ended.ended = true; settle(); } break; }
    case "done": finish(header.run); break;
    case "error": if (Object.values(state.runs).includes(header.run)) fail(header); finish(header.run); break;
    case "playbill": playbill(header); break;
    case "refused": fault(header.said); break;
    case "file": save(message); break;
    case "changed": say(`Saved: ${header.files.join(", ")}`); form.scene = ""; again(); break;
  }
}

// A file that was made is handed to the reader.
function save({ header, buffer, offset }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([new Uint8Array(buffer, offset, header.bytes)]));
  link.download = header.name;
  link.click();
  URL.revokeObjectURL(link.href);
  say("");
}

function isCurrent(run) { return run === state.runs.film || run === state.runs.moment; }
function film(run) { return state.coming?.run === run ? state.coming : state.film?.run === run ? state.film : null; }

function start({ run, do: what }) {
  state.runs[what] = run;
  if (what === "explore") explorer.started(run);
  if (what === "still" || what === "explore") return;
  if (what === "film") state.coming = new Film(run);
  else state.still = { ...state.still, next: new Film(run) };
}

function takePictures(message) {
  const { run } = message.header;
  if (run === state.runs.moment && state.still?.next?.run === run) {
    state.still.next.take(message);
    state.still = { film: state.still.next, next: null };
    fault("");
    show();
    return;
  }
  const taken = film(run);
  if (!taken) return;
  taken.take(message);
  settle();
  $("streamed").style.width = `${100 * Math.min(1, taken.frames / total())}%`;
}

// Take over the newer film as soon as it has the frame under the playhead.
function settle() {
  const coming = state.coming;
  if (coming && (coming.has(state.frame) || coming.ended) && coming.pictures.length) {
    state.film = coming;
    state.coming = null;
    state.still = null;
    if (coming.ended) state.frame = Math.min(state.frame, coming.frames - 1);
    fault("");
    show();
  } else if (!state.film && !state.still?.film && coming?.pictures.length) {
    show();
  }
  layOutBeats();
}

function finish(run) {
  if (run === state.runs.moment) {
    state.moving = false;
    if (state.wanted) askMoment();
  }
  if (run === state.runs.film) say("");
}

function fail({ said, trace }) {
  if (!form.fault(said)) fault(said + (trace ? `\n\n${trace.trim().split("\n").slice(-6).join("\n")}` : ""));
  else fault("");
  say("");
}

function fault(said) { $("fault").textContent = said; $("fault").hidden = !said; }
function say(said) { $("state").textContent = said; }

// --- the scene ----------------------------------------------------------------------------------------------------

function offer(scenes) {
  const topics = Map.groupBy(scenes, (scene) => scene.topic);
  $("scene").replaceChildren(...[...topics].map(([topic, members]) => {
    const group = document.createElement("optgroup");
    group.label = topic.replaceAll("_", " ");
    group.append(...members.map((scene) => new Option(scene.title, scene.name)));
    return group;
  }));
}

// A lesson was saved: its scenes may be others now, or it may have a mistake, and stays as it was.
function playbill({ scenes, said }) {
  const chosen = $("scene").value;
  offer(scenes);
  $("scene").value = scenes.some((scene) => scene.name === chosen) ? chosen : scenes[0].name;
  fault(said);
}

function greet({ scenes, first, params }) {
  const [named, query] = decodeURIComponent(location.hash.slice(1)).split("?");
  const chosen = $("scene").value || named || first;
  offer(scenes);
  $("scene").value = scenes.some((scene) => scene.name === chosen) ? chosen : first;
  if (!Object.keys(form.given).length) {
    if ($("scene").value === first) form.given = params;
    if ($("scene").value === named && query) form.given = Object.fromEntries(new URLSearchParams(query));
  }
  again();
}

function again() {
  state.moving = false;
  if (explorer.on) { explorer.begin(); return; }
  fitCanvas();
  askMoment();
  askFilm();
  say("Running");
}

function describe(header) {
  state.scene = header;
  document.title = `${header.title} · Mathframes studio`;
  form.show(header.name, header.schema, header.params);
  $("explore").hidden = !header.explores;
  fitCanvas();
  layOutBeats();
}

function total() {
  const shown = state.coming ?? state.film;
  const spoken = (state.scene?.beats ?? []).reduce((sum, beat) => sum + (beat.cues.at(-1)?.[1] ?? 0) + 0.5, 0);
  const known = Math.max(state.film?.frames ?? 0, shown?.frames ?? 0);
  return state.film?.ended ? state.film.frames : Math.max(known, Math.ceil(spoken * FPS), 1);
}

function layOutBeats() {
  const shown = state.film ?? state.coming;
  if (!shown) return;
  const all = total();
  $("playhead").max = all - 1;
  const starts = shown.beats;
  if ($("beats").dataset.key === `${shown.run}/${starts.length}/${all}`) return mark();
  $("beats").dataset.key = `${shown.run}/${starts.length}/${all}`;
  $("beats").replaceChildren(...starts.map(([name, first], k) => {
    const button = document.createElement("button");
    const end = starts[k + 1]?.[1] ?? (shown.ended ? shown.frames : Math.max(shown.frames, first + 1));
    const beat = state.scene?.beats.find((each) => each.name === name);
    button.className = "beat";
    button.type = "button";
    button.textContent = beat?.title || name;
    button.title = beat?.words ?? name;
    button.style.left = `${(100 * first) / all}%`;
    button.style.width = `${(100 * (end - first)) / all}%`;
    button.onclick = () => go(first);
    return button;
  }));
  mark();
}

function beatNow() {
  const starts = (state.film ?? state.coming)?.beats ?? [];
  let now = -1;
  starts.forEach(([, first], k) => { if (first <= state.frame) now = k; });
  return now;
}

// --- the picture --------------------------------------------------------------------------------------------------

function fitCanvas() {
  const [across, down] = $("shape").value.split(":").map(Number);
  const room = $("frame").getBoundingClientRect();
  const scale = Math.min(room.width / across, room.height / down);
  if (!(scale > 0)) return;
  canvas.style.width = `${across * scale}px`;
  canvas.style.height = `${down * scale}px`;
  Object.assign($("handles").style, { width: canvas.style.width, height: canvas.style.height });
  const width = Math.round(across * scale * devicePixelRatio), height = Math.round(down * scale * devicePixelRatio);
  if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; show(); }
}

let drawing = 0;
async function show() {
  const still = explorer.film ?? state.still?.film;
  const shown = still ?? state.film ?? state.coming;
  const picture = shown?.at(still ? 0 : state.frame);
  $("playhead").value = state.frame;
  mark();
  if (!picture) return;
  const number = ++drawing;
  await ready(shown, picture);
  if (number !== drawing) return;
  draw(context, shown, picture);
  canvas.dataset.frame = state.frame;
  canvas.dataset.run = shown.run;
}

let marked = "";
function mark() {
  const now = beatNow(), beat = state.scene?.beats[now];
  [...$("beats").children].forEach((button, k) => button.setAttribute("aria-current", k === now));
  const seconds = state.frame / FPS, all = total() / FPS;
  $("clock").textContent = `${clock(seconds)} / ${clock(all)}`;
  if (!beat) return;
  if (marked !== `${state.scene.run}/${now}/${state.playing}`) {
    marked = `${state.scene.run}/${now}/${state.playing}`;
    tellNotes();
  }
  const start = ((state.film ?? state.coming)?.beats[now]?.[1] ?? 0) / FPS;
  const cue = beat.cues.findLast(([from]) => from <= seconds - start) ?? beat.cues[0];
  $("words").textContent = cue?.[2] ?? "";
  $("alt").textContent = beat.alt;
}

// --- the second window ----------------------------------------------------------------------------------------------

const notes = new BroadcastChannel("mathframes-notes");
notes.onmessage = ({ data }) => {
  if (data.press) document.body.dispatchEvent(new KeyboardEvent("keydown", { key: data.press, bubbles: true }));
  tellNotes();
};

function tellNotes() {
  const now = beatNow(), beats = state.scene?.beats ?? [];
  const told = (beat) => (beat ? { title: beat.title, words: beat.words } : null);
  notes.postMessage({ scene: state.scene?.title ?? "", now: told(beats[now]), next: told(beats[now + 1]), playing: state.playing });
}

function clock(seconds) { return `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, "0")}`; }

function go(frame) {
  state.frame = Math.max(0, Math.min(Math.round(frame), total() - 1));
  const shown = state.coming ?? state.film;
  if (shown?.has(state.frame) || !shown) state.still = state.coming ? state.still : null;
  if (state.coming && !state.coming.has(state.frame)) askMoment();
  settle();
  show();
}

let began = 0, from = 0;
function play(on = !state.playing) {
  state.playing = on;
  $("play").textContent = on ? "❚❚" : "▶";
  $("play").setAttribute("aria-label", on ? "Pause" : "Play");
  if (on) {
    if (state.frame >= total() - 1) state.frame = 0;
    began = performance.now();
    from = state.frame;
    requestAnimationFrame(tick);
  }
}

function tick(time) {
  if (!state.playing) return;
  const starts = (state.film ?? state.coming)?.beats ?? [], before = beatNow();
  const wanted = from + Math.floor(((time - began) * FPS) / 1000);
  const playing = state.film ?? state.coming, there = playing?.frames ?? 0;
  const end = starts[before + 1]?.[1] ?? (playing?.ended ? there : Infinity);
  let next = Math.min(wanted, there - 1);
  if ($("loop").checked && before >= 0 && wanted >= end) {
    next = from = starts[before][1];
    began = time;
  } else if (next < wanted) {
    // Where the film has not come yet, the playhead waits for it.
    began = time;
    from = next;
  }
  if (next !== state.frame) { state.frame = Math.max(0, next); state.still = state.coming ? state.still : null; settle(); show(); }
  if (state.film?.ended && state.frame >= state.film.frames - 1 && !$("loop").checked) play(false);
  requestAnimationFrame(tick);
}

// --- hands --------------------------------------------------------------------------------------------------------

function command() {
  const quoted = (text) => (/^[\w.,:+-]+$/.test(text) ? text : `'${String(text).replaceAll("'", "'\\''")}'`);
  const flags = Object.entries(form.given).filter(([, value]) => value !== "")
    .map(([name, value]) => `--${name.replaceAll("_", "-")} ${quoted(String(value))}`);
  if ($("theme").value !== "dark") flags.push(`--theme ${$("theme").value}`);
  if ($("shape").value !== "16:9") flags.push(`--aspect ${$("shape").value}`);
  return ["python render.py scene", $("scene").value, ...flags].join(" ");
}

function jump(by) {
  const starts = ((state.film ?? state.coming)?.beats ?? []).map(([, first]) => first);
  const now = beatNow();
  if (by > 0) go(starts[now + 1] ?? total() - 1);
  else go(state.frame > starts[now] + FPS / 2 ? starts[now] : starts[now - 1] ?? 0);
}

// Between the story and the figure; the values stay.
function explore(on) {
  play(false);
  document.body.classList.toggle("exploring", on);
  $("explore").setAttribute("aria-pressed", on);
  if (on) explorer.begin();
  else { explorer.end(); again(); }
  fitCanvas();
}

$("explore").onclick = () => explore(!explorer.on);
$("play").onclick = () => play();
$("back").onclick = () => { play(false); go(state.frame - 1); };
$("on").onclick = () => { play(false); go(state.frame + 1); };
$("playhead").oninput = () => { play(false); go($("playhead").valueAsNumber); };
$("scene").onchange = () => {
  location.hash = $("scene").value;
  Object.assign(state, { film: null, coming: null, still: null, scene: null, frame: 0 });
  form.given = {};
  $("explore").hidden = true;
  if (explorer.on) explore(false);
  else { play(false); again(); }
};
$("theme").onchange = again;
$("shape").onchange = again;
$("copy").onclick = async () => { await navigator.clipboard.writeText(command()); say("Copied"); };
$("still").onchange = () => {
  if ($("still").value) {
    say("Making the still");
    ask("still", { seconds: state.frame / FPS, format: $("still").value, width: SHARP * SIDES[$("shape").value] });
  }
  $("still").value = "";
};
$("notes").onclick = () => window.open("notes.html", "notes", "width=900,height=600");
$("present").onclick = () => document.documentElement.requestFullscreen();
document.addEventListener("fullscreenchange", () => {
  document.body.classList.toggle("presenting", !!document.fullscreenElement);
  document.body.classList.remove("values", "blank");
  fitCanvas();
});
new ResizeObserver(fitCanvas).observe($("frame"));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input:not([type=range]):not([type=checkbox]), select") || (event.target === $("playhead") && event.key.startsWith("Arrow"))) return;
  const keys = {
    " ": () => play(), ",": () => $("back").click(), ".": () => $("on").click(),
    ArrowRight: () => jump(1), ArrowLeft: () => jump(-1), PageDown: () => jump(1), PageUp: () => jump(-1),
    Home: () => go(0), End: () => go(total() - 1), l: () => $("loop").click(),
    f: () => (document.fullscreenElement ? document.exitFullscreen() : $("present").click()),
    e: () => $("explore").hidden || $("explore").click(),
    n: () => $("notes").click(), b: () => document.body.classList.toggle("blank"), p: () => document.body.classList.toggle("values"),
  };
  const act = keys[event.key] ?? keys[event.key.toLowerCase()];
  if (!act || (event.key === " " && event.target.matches("button"))) return;
  event.preventDefault();
  act();
});

// For benchmarks and bookmarks: to set a value without touching the form.
window.studio = { set: (name, value, settled) => form.set(name, value, settled) };

connect();
