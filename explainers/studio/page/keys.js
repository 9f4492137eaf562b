// The keyboard, and a clicker, which is one.

const $ = (name) => document.getElementById(name);

// Typing is left to the fields, and moving the playhead by the arrow keys to the playhead.
const TYPED = "input:not([type=range]):not([type=checkbox]), select";

export function listen(player, presentation) {
  const toggle = (name) => () => document.body.classList.toggle(name);
  const keys = {
    " ": () => player.play(), ",": () => player.step(-1), ".": () => player.step(1),
    ArrowRight: () => player.jump(1), ArrowLeft: () => player.jump(-1),
    PageDown: () => player.jump(1), PageUp: () => player.jump(-1),
    Home: () => player.go(0), End: () => player.go(player.total - 1),
    l: () => $("loop").click(), e: () => $("explore").hidden || $("explore").click(),
    f: () => presentation.fill(), n: () => $("notes").click(), b: toggle("blank"), p: toggle("values"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches(TYPED)) return;
    if (event.target === $("playhead") && event.key.startsWith("Arrow")) return;
    const act = keys[event.key] ?? keys[event.key.toLowerCase()];
    if (!act || (event.key === " " && event.target.matches("button"))) return;
    event.preventDefault();
    act();
  });
}
