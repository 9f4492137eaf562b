// For the lecture hall: the full screen, and what the second window is told.

const $ = (name) => document.getElementById(name);

export class Presentation {
  // resized: called when the picture has another room.
  constructor(player, resized) {
    this.player = player;
    this.told = "";
    this.notes = new BroadcastChannel("mathframes-notes");
    this.notes.onmessage = ({ data }) => {
      if (data.press) document.body.dispatchEvent(new KeyboardEvent("keydown", { key: data.press, bubbles: true }));
      this.tell();
    };
    $("notes").onclick = () => window.open("notes.html", "notes", "width=900,height=600");
    $("present").onclick = () => this.fill();
    document.addEventListener("fullscreenchange", () => {
      document.body.classList.toggle("presenting", !!document.fullscreenElement);
      document.body.classList.remove("values", "blank");
      resized();
    });
  }

  fill() { return document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(); }

  // Another picture is shown; the notes are told if they would say something else.
  show() {
    const { scene, beat } = this.player, now = `${scene?.run}/${beat}`;
    if (this.told === now) return;
    this.told = now;
    this.tell();
  }

  tell() {
    const { scene, beat } = this.player, beats = scene?.beats ?? [];
    const words = (each) => (each ? { title: each.title, words: each.words } : null);
    this.notes.postMessage({ scene: scene?.title ?? "", now: words(beats[beat]), next: words(beats[beat + 1]) });
  }
}
