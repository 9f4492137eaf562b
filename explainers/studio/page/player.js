// Films and moments of a scene as they come, and the frame that is shown of them: played, stepped, jumped to.

import { Film } from "./wire.js";

export const FPS = 30;

export class Player {
  // ask: asks the server for a "film" or a "moment". show: called when another picture may be due. well: called when a
  // picture has come, so that what was wrong is mended. loops: says whether a beat begins anew at its end.
  constructor({ ask, show, well, loops }) {
    Object.assign(this, { ask, show, well, loops });
    this.clear();
  }

  // Nothing is known of a new scene.
  clear() {
    this.film = null;      // what is played
    this.coming = null;    // a newer film, until it has the frame under the playhead
    this.moment = null;    // the picture of a moment that is newer than the film
    this.sent = null;      // such a picture, until it is there
    this.scene = null;     // the description of what is shown
    this.frame = 0;
    this.runs = { film: 0, moment: 0 };
    this.busy = false;     // a moment is being made
    this.wanted = false;   // another one was asked for meanwhile
    this.playing = false;
  }

  // --- what is asked for, and what comes -----------------------------------------------------------------------------

  begin() {
    this.busy = false;
    this.follow();
    this.ask("film");
  }

  // One moment at a time: the newest value waits for the answer to the one before.
  follow() {
    this.wanted = this.busy;
    if (this.busy) return;
    this.busy = true;
    this.ask("moment", { seconds: this.seconds });
  }

  started(run, what) {
    this.runs[what] = run;
    if (what === "film") this.coming = new Film(run);
    else this.sent = new Film(run);
  }

  // Whether a message is of a run that is still wanted.
  owns(run) { return Object.values(this.runs).includes(run); }

  // A message of a run that is owned.
  take(message) {
    const { header } = message, film = this.filmOf(header.run);
    switch (header.kind) {
      case "scene": this.scene = header; break;
      case "beat": film?.beats.push([header.name, header.first]); break;
      case "pictures":
        if (header.run === this.runs.moment) this.takeMoment(message);
        else if (film) { film.take(message); this.settle(); }
        break;
      case "end": if (film) { film.ended = true; this.settle(); } break;
      case "done": case "error": this.finish(header.run); break;
    }
  }

  filmOf(run) { return [this.coming, this.film].find((film) => film?.run === run); }

  takeMoment(message) {
    this.sent.take(message);
    this.moment = this.sent;
    this.well();
    this.show();
  }

  finish(run) {
    if (run !== this.runs.moment) return;
    this.busy = false;
    if (this.wanted) this.follow();
  }

  // Take over the newer film as soon as it has the frame under the playhead.
  settle() {
    const coming = this.coming;
    if (!coming?.pictures.length || !(coming.has(this.frame) || coming.ended)) {
      if (!this.film && !this.moment && coming?.pictures.length) this.show();
      return;
    }
    this.film = coming;
    this.coming = this.moment = null;
    if (coming.ended) this.frame = Math.min(this.frame, coming.frames - 1);
    this.well();
    this.show();
  }

  // --- what is shown of it -------------------------------------------------------------------------------------------

  // The film, or the moment, that is seen; the same, without moments; the one that comes.
  get seen() { return this.moment ?? this.timed; }
  get timed() { return this.film ?? this.coming; }
  get newest() { return this.coming ?? this.film; }

  get picture() { return this.seen?.at(this.moment ? 0 : this.frame); }

  get seconds() { return this.frame / FPS; }

  // Frames of the scene: as many as there are, or as many as its words last at least.
  get total() {
    if (this.film?.ended) return this.film.frames;
    const spoken = (this.scene?.beats ?? []).reduce((sum, beat) => sum + (beat.cues.at(-1)?.[1] ?? 0) + 0.5, 0);
    return Math.max(this.film?.frames ?? 0, this.newest?.frames ?? 0, Math.ceil(spoken * FPS), 1);
  }

  // The beats that have begun: name and first frame.
  get starts() { return this.timed?.beats ?? []; }

  // Which of them it is; -1 before the first.
  get beat() { return this.starts.findLastIndex(([, first]) => first <= this.frame); }

  // --- where it goes -------------------------------------------------------------------------------------------------

  go(frame) {
    this.frame = Math.max(0, Math.min(Math.round(frame), this.total - 1));
    if (!this.coming) this.moment = null;
    else if (!this.coming.has(this.frame)) this.follow();
    this.settle();
    this.show();
  }

  jump(by) {
    const firsts = this.starts.map(([, first]) => first), now = this.beat;
    if (by > 0) this.go(firsts[now + 1] ?? this.total - 1);
    else this.go(this.frame > firsts[now] + FPS / 2 ? firsts[now] : firsts[now - 1] ?? 0);
  }

  step(by) { this.play(false); this.go(this.frame + by); }

  play(on = !this.playing) {
    this.playing = on;
    if (on) {
      if (this.frame >= this.total - 1) this.frame = 0;
      this.since(performance.now(), this.frame);
      requestAnimationFrame((time) => this.tick(time));
    }
    this.show();
  }

  // Time is counted from this frame on.
  since(time, frame) { this.began = time; this.from = frame; }

  tick(time) {
    if (!this.playing) return;
    const now = this.beat, there = this.timed?.frames ?? 0;
    const wanted = this.from + Math.floor(((time - this.began) * FPS) / 1000);
    const end = this.starts[now + 1]?.[1] ?? (this.timed?.ended ? there : Infinity);
    let next = Math.min(wanted, there - 1);
    if (this.loops() && now >= 0 && wanted >= end) this.since(time, (next = this.starts[now][1]));
    // Where the film has not come yet, the playhead waits for it.
    else if (next < wanted) this.since(time, next);
    if (next !== this.frame) {
      this.frame = Math.max(0, next);
      if (!this.coming) this.moment = null;
      this.settle();
      this.show();
    }
    if (this.film?.ended && this.frame >= this.film.frames - 1 && !this.loops()) this.play(false);
    requestAnimationFrame((again) => this.tick(again));
  }
}
