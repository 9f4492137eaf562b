// The studio's page: puts its parts together, and gives each what the server says.

import { Line } from "./line.js";
import { FPS, Player } from "./player.js";
import { Canvas } from "./picture.js";
import { Timeline } from "./timeline.js";
import { Form } from "./form.js";
import { Explorer } from "./explore.js";
import { Presentation } from "./present.js";
import { Out, handOver } from "./out.js";
import { Findings } from "./findings.js";
import { Data } from "./data.js";
import { Busy } from "./busy.js";
import { listen } from "./keys.js";

const $ = (name) => document.getElementById(name);

document.body.classList.toggle("embedded", location.search === "?embedded");

const player = new Player({ ask, show, well: () => fault(""), loops: () => timeline.loops });
const timeline = new Timeline(player);
const canvas = new Canvas($("canvas"), [$("handles"), $("boxes")], show);
const presentation = new Presentation(player, fit);
const form = new Form($("form"), (settled) => {
  changed();
  if (explorer.on) return explorer.follow();
  player.follow();
  if (settled) player.ask("film");
});
const explorer = new Explorer($("handles"), form, (known) => ask("explore", known), () => { fault(""); form.fault(""); show(); });
const bill = { lesson: null, scenes: new Map(), uses: new Set() };
const order = (question) => line.ask(question);
const out = new Out({ player, ask, askOf, order, form, say, bill: () => bill });
const findings = new Findings({ ask, go: (frame) => player.go(frame), frame: () => player.frame, last: () => player.total - 1 });
const data = new Data({ form, ask: order, fault });
const busy = new Busy($("stop"), () => order({ do: "stop" }));
listen(player, presentation);

function fault(said) { $("fault").textContent = said; $("fault").hidden = !said; }
function say(said) { $("state").textContent = said; }
function fit() { canvas.fit($("shape").value); }

function show() {
  timeline.show();
  presentation.show();
  const explored = explorer.film;
  const film = explored ?? player.seen, picture = explored ? explored.at(0) : player.picture;
  findings.show(picture);
  if (picture) canvas.show(film, picture, player.frame);
}

// Something about the scene is set otherwise.
function changed() {
  findings.clear();
  out.show();
}

// --- the line to the server -----------------------------------------------------------------------------------------

const line = new Line(take, () => say("Not connected; trying again."));

// Ask something about the scene with the values that it has on screen.
function askOf(what, more = {}) {
  const params = Object.fromEntries(Object.entries(form.given).filter(([, value]) => value !== ""));
  line.ask({ do: what, scene: $("scene").value, params, theme: $("theme").value, shape: $("shape").value, ...more });
}

// Ask for pictures of it.
function ask(what, more = {}) {
  askOf(what, { fps: FPS, width: Math.min(1920, Math.max(320, canvas.width || 1280)), ...more });
}

function take(message) {
  const { header } = message;
  switch (header.kind) {
    case "hello": greet(header); break;
    case "playbill": playbill(header); break;
    case "started": started(header); break;
    case "refused": refused(header); break;
    case "file": handOver(message); say(""); break;
    case "data": data.kept(header.name); break;
    case "rendering": out.rendering(header); break;
    case "rendered": case "unrendered": out.rendered(header); break;
    case "saved": out.saved(header); break;
    case "changed": say(`Saved: ${header.files.join(", ")}`); form.scene = ""; anew(); break;
    default: takeOfRun(message);
  }
}

function refused({ about, said }) {
  if (about === "data") data.refused(said);
  else if (about === "save") out.saved({ said });
  else if (about === "render") out.rendered({ said });
  else fault(said);
}

function started({ run, do: what }) {
  busy.started({ run, do: what });
  if (what === "findings") findings.started(run);
  if (what === "explore") explorer.started(run);
  if (what === "film" || what === "moment") player.started(run, what);
}

function takeOfRun(message) {
  const { kind, run } = message.header;
  const ours = player.owns(run) || run === explorer.run || run === findings.run;
  busy.take(message.header);
  if (explorer.take(message) || findings.take(message)) return;
  if (player.owns(run)) player.take(message);
  else if (!ours) return;
  if (kind === "scene") describe(message.header);
  if (kind === "beat" || kind === "pictures") timeline.show();
  if (kind === "error") fail(message.header);
  if (kind === "done" && run === player.runs.film) say("");
}

function fail({ said, trace }) {
  const placed = form.fault(said);
  fault(placed ? "" : said + (trace ? `\n\n${trace.trim().split("\n").slice(-6).join("\n")}` : ""));
  say("");
}

// --- the scene ------------------------------------------------------------------------------------------------------

function offer({ scenes, lesson }) {
  bill.lesson = lesson;
  bill.scenes = new Map(scenes.map((scene) => [scene.name, scene]));
  bill.uses = new Set(lesson ? scenes.filter((scene) => scene.name.startsWith(`${lesson.name}/`)).map((scene) => scene.name) : []);
  const topics = Map.groupBy(scenes, (scene) => scene.topic);
  $("scene").replaceChildren(...[...topics].map(([topic, members]) => {
    const group = document.createElement("optgroup");
    group.label = topic.replaceAll("_", " ");
    group.append(...members.map((scene) => new Option(scene.title, scene.name)));
    return group;
  }));
}

// A lesson was saved: its scenes may be others now, or it may have a mistake, and stays as it was.
function playbill({ scenes, lesson, said }) {
  const chosen = $("scene").value;
  offer({ scenes, lesson });
  $("scene").value = scenes.some((scene) => scene.name === chosen) ? chosen : scenes[0].name;
  fault(said);
}

function greet({ scenes, lesson, first, params }) {
  const [named, query] = decodeURIComponent(location.hash.slice(1)).split("?");
  const chosen = $("scene").value || named || first;
  offer({ scenes, lesson });
  if (lesson && !$("scene").dataset.greeted) $("theme").value = lesson.theme;
  $("scene").dataset.greeted = true;
  $("scene").value = scenes.some((scene) => scene.name === chosen) ? chosen : first;
  if (!Object.keys(form.given).length) {
    if ($("scene").value === first) form.given = params;
    if ($("scene").value === named && query) form.given = Object.fromEntries(new URLSearchParams(query));
  }
  again();
}

function again() {
  if (explorer.on) { explorer.begin(); return; }
  fit();
  player.begin();
  say("Running");
}

// The look or the shape is another: what was found in the picture may not hold any more.
function anew() { changed(); again(); }

function describe(header) {
  document.title = `${header.title} · Mathframes studio`;
  form.show(header.name, header.schema, header.params);
  $("explore").hidden = !header.explores;
  fit();
  timeline.show();
  out.show();
}

// Between the story and the figure; the values stay.
function explore(on) {
  player.play(false);
  findings.clear();
  $("check").hidden = on;
  document.body.classList.toggle("exploring", on);
  $("explore").setAttribute("aria-pressed", on);
  if (on) explorer.begin();
  else { explorer.end(); again(); }
  fit();
}

$("explore").onclick = () => explore(!explorer.on);
$("scene").onchange = () => {
  location.hash = $("scene").value;
  player.clear();
  form.given = {};
  changed();
  out.clear();
  $("explore").hidden = true;
  if (explorer.on) explore(false);
  else again();
};
$("theme").onchange = anew;
$("shape").onchange = anew;
new ResizeObserver(fit).observe($("frame"));

// For benchmarks and bookmarks: to set a value without touching the form.
window.studio = { set: (name, value, settled) => form.set(name, value, settled) };
