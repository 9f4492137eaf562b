// The second window: words, what comes next, and the time. It speaks with the studio's own page, not with the server.

const $ = (name) => document.getElementById(name);
const studio = new BroadcastChannel("mathframes-notes");
let began = Date.now();

studio.onmessage = ({ data }) => {
  if (!("scene" in data)) return;
  $("scene").textContent = data.scene;
  $("title").textContent = data.now?.title ?? "";
  $("words").textContent = data.now?.words ?? "";
  $("next").textContent = data.next?.title ?? "the end";
  $("next-words").textContent = data.next?.words ?? "";
};
studio.postMessage({ hello: true });

function tick() {
  $("clock").textContent = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const seconds = Math.floor((Date.now() - began) / 1000);
  $("timer").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
setInterval(tick, 500);
tick();
$("timer").onclick = () => { began = Date.now(); tick(); };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("button")) return;
  if (["ArrowRight", "ArrowLeft", "PageDown", "PageUp", "Home", "End", " ", "b"].includes(event.key)) {
    event.preventDefault();
    studio.postMessage({ press: event.key });
  }
});
