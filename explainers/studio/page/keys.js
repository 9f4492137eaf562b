// The keyboard, and a clicker, which is one.

const $ = (name) => document.getElementById(name);

// Typing is left to the fields, and moving the playhead by the arrow keys to the playhead.
const TYPED = "input:not([type=range]):not([type=checkbox]), select";

const click = (name) => () => $(name).hidden || $(name).click();
const toggle = (name) => () => document.body.classList.toggle(name);

export function listen(player, presentation) {
  const help = () => $("keys").showModal();
  const table = [
    [[" "], "Space", "play or pause", () => player.play()],
    [["ArrowRight", "PageDown"], "→ or page down", "the next beat", () => player.jump(1)],
    [["ArrowLeft", "PageUp"], "← or page up", "the beat before", () => player.jump(-1)],
    [[","], ",", "one frame back", () => player.step(-1)],
    [["."], ".", "one frame on", () => player.step(1)],
    [["Home"], "Home", "the beginning", () => player.go(0)],
    [["End"], "End", "the end", () => player.go(player.total - 1)],
    [["l"], "L", "loop the beat", click("loop")],
    [["e"], "E", "explore: the figure without the story", click("explore")],
    [["f"], "F", "full screen", () => presentation.fill()],
    [["p"], "P", "full screen: the values", toggle("values")],
    [["b"], "B", "blank the picture", toggle("blank")],
    [["n"], "N", "notes in a second window", click("notes")],
    [["c"], "C", "check this picture", click("check")],
    [["x"], "X", "export: command, still, film, lesson", click("export")],
    [["d"], "D", "light or dark page", click("look")],
    [["?"], "?", "these keys", help],
  ];
  $("keys").querySelector("dl").append(...table.flatMap(([, name, does]) => [part("dt", name), part("dd", does)]));
  $("help").onclick = help;
  const keys = new Map(table.flatMap(([names, , , act]) => names.map((name) => [name, act])));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches(TYPED) || $("keys").open) return;
    if (event.target === $("playhead") && event.key.startsWith("Arrow")) return;
    const act = keys.get(event.key) ?? keys.get(event.key.toLowerCase());
    if (!act || (event.key === " " && event.target.matches("button"))) return;
    event.preventDefault();
    act();
  });
}

function part(name, text) { return Object.assign(document.createElement(name), { textContent: text }); }
