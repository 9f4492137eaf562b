const video = document.getElementById("video");
const captions = document.getElementById("captions");
const follow = document.getElementById("follow");
const keysWork = document.getElementById("keys");

// --- captions: a track of its own, as browsers load none beside a page that was opened as a file -------------------

const track = video.addTextTrack("captions", "Captions", "en");
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
for (const [start, end, text] of JSON.parse(document.getElementById("cues").textContent)) {
  track.addCue(new VTTCue(start, end, escaped(text)));
}
function showCaptions() { track.mode = captions.checked ? "showing" : "hidden"; }
captions.addEventListener("change", showCaptions);
// The video has a button of its own for them.
video.textTracks.addEventListener("change", () => { captions.checked = track.mode === "showing"; });
showCaptions();

// --- going to a place -------------------------------------------------------------------------------------------------

function seek(seconds) {
  // A place between two frames belongs to the later one.
  video.currentTime = Math.max(0, seconds + 0.001);
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-seek]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  seek(Number(link.dataset.seek));
  history.replaceState(null, "", link.getAttribute("href"));
});
function seekToAddress() {
  const place = /^#t=([\d.]+)$/.exec(location.hash);
  if (place) seek(Number(place[1]));
}
addEventListener("hashchange", seekToAddress);
if (video.readyState >= 1) seekToAddress();
else video.addEventListener("loadedmetadata", seekToAddress, { once: true });

// --- what is said now -------------------------------------------------------------------------------------------------

const box = document.getElementById("scroll");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const sentences = [...document.querySelectorAll(".cue")];
const chapters = [...document.querySelectorAll("#chapters .beat")];
const starts = (links) => links.map((link) => Number(link.dataset.seek));
const sentenceStarts = starts(sentences), chapterStarts = starts(chapters);
let marked = [null, null];

function lastBefore(places, seconds) {
  let found = -1;
  while (found + 1 < places.length && places[found + 1] <= seconds + 0.02) found += 1;
  return found;
}

function mark() {
  const now = video.currentTime;
  const said = sentences[lastBefore(sentenceStarts, now)] ?? null;
  const sentence = said && now < Number(said.dataset.end) + 1 ? said : null;
  const chapter = chapters[lastBefore(chapterStarts, now)] ?? null;
  [sentence, chapter].forEach((link, k) => {
    if (link === marked[k]) return;
    marked[k]?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    marked[k] = link;
  });
  if (sentence && follow.checked) bringUp(sentence);
}

// Only the transcript's own box moves, never the page; and only when the sentence is about to leave it.
let target = null;
function bringUp(link) {
  if (target === link) return;
  target = link;
  const place = link.getBoundingClientRect(), frame = box.getBoundingClientRect();
  const low = video.paused ? 1 : 0.75;
  if (place.top >= frame.top && place.bottom <= frame.top + low * frame.height) return;
  const top = box.scrollTop + place.top - frame.top - 0.2 * frame.height;
  box.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
}
for (const event of ["timeupdate", "seeked", "play"]) video.addEventListener(event, mark);
follow.addEventListener("change", () => { target = null; mark(); });
mark();

// --- keys -----------------------------------------------------------------------------------------------------------

const TAKES_KEYS = "input:not([type=checkbox]), button, summary, video";

document.addEventListener("keydown", (event) => {
  if (!keysWork.checked || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TAKES_KEYS)) return;
  if (event.key === " " && event.target.closest("a, input")) return;
  const beat = lastBefore(chapterStarts, video.currentTime);
  const keys = {
    " ": () => (video.paused ? video.play() : video.pause()),
    ArrowLeft: () => seek(video.currentTime - 5),
    ArrowRight: () => seek(video.currentTime + 5),
    n: () => seek(chapterStarts[beat + 1] ?? video.duration),
    p: () => seek(chapterStarts[video.currentTime - chapterStarts[beat] > 2 ? beat : beat - 1] ?? 0),
    c: () => captions.click(),
  };
  const act = keys[event.key] ?? keys[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});
