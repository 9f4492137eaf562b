// The figure without the story: it follows the form, and points of it can be dragged.

import { Film } from "./wire.js";

export class Explorer {
  // place: where handles are put, over the canvas. ask: sends the question, with what is known. shown: called when there is a new picture.
  constructor(place, form, ask, shown) {
    Object.assign(this, { place, form, ask, shown });
    this.on = false;
    this.run = 0;
    this.film = null;     // what is shown
    this.coming = null;   // what is being sent
    this.busy = false;
    this.wanted = false;
    this.held = null;     // the handle under the hand
  }

  begin() { this.on = true; this.busy = false; this.follow(); }

  end() { this.on = false; this.film = null; this.place.replaceChildren(); }

  // One picture at a time: the newest value waits for the answer to the one before.
  follow() {
    this.wanted = this.busy;
    if (this.busy) return;
    this.busy = true;
    this.ask({ known: this.film?.run ?? 0 });
  }

  started(run) { this.run = run; this.coming = new Film(run, this.film); }

  // Take a message of the current run; says whether it was one.
  take({ header, ...rest }) {
    if (header.run !== this.run) return false;
    if (header.kind === "handles") this.handles = header.handles;
    if (header.kind === "pictures" && this.on) {
      this.coming.take({ header, ...rest });
      this.film = this.coming;
      this.shown();
      this.lay();
    }
    if (header.kind === "done" || header.kind === "error") {
      this.busy = false;
      if (this.wanted) this.follow();
    }
    return header.kind !== "error";
  }

  // Put a ring at each point that can be dragged; those that are there stay, with the focus and the hand on them.
  lay() {
    const [x, y, across, up] = this.film.pictures[0].view;
    while (this.place.children.length > this.handles.length) this.place.lastChild.remove();
    this.handles.forEach((handle, k) => {
      const ring = this.place.children[k] ?? this.place.appendChild(this.ring());
      ring.handle = handle;
      ring.setAttribute("aria-label", `${handle.label}; drag, or use the arrow keys`);
      ring.title = handle.label;
      ring.style.left = `${100 * (0.5 + (handle.at[0] - x) / across)}%`;
      ring.style.top = `${100 * (0.5 - (handle.at[1] - y) / up)}%`;
    });
  }

  ring() {
    const ring = document.createElement("button");
    ring.type = "button";
    ring.className = "handle";
    // Axes may change while the hand moves: what a place means stays as it was when the ring was taken.
    ring.addEventListener("pointerdown", (event) => { ring.setPointerCapture(event.pointerId); this.held = ring; ring.taken = ring.handle; });
    ring.addEventListener("pointermove", (event) => { if (this.held === ring) this.drag(ring.taken, event); });
    for (const end of ["pointerup", "pointercancel"]) ring.addEventListener(end, () => { this.held = null; });
    ring.addEventListener("keydown", (event) => this.press(ring.handle, event));
    return ring;
  }

  drag(handle, event) {
    const box = this.place.getBoundingClientRect(), [x, y, across, up] = this.film.pictures[0].view;
    const point = [
      x + across * ((event.clientX - box.left) / box.width - 0.5),
      y - up * ((event.clientY - box.top) / box.height - 0.5),
    ];
    this.set(handle, valueAt(handle, point), event.shiftKey ? 5 : 1);
  }

  press(handle, event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const step = this.step(handle) * (event.shiftKey ? 5 : 1), numbers = this.numbers(handle);
    // The form's value, not the ring's place: keys may come faster than pictures.
    const [first, second] = handle.part === null ? numbers : [numbers[handle.part], numbers[2 + handle.part]];
    this.set(handle, handle.up ? [first + step * way[0], second + step * way[1]] : [first + step * (way[0] + way[1])], 1);
  }

  // All numbers of the parameter: the form's, or what counts while it is left out.
  numbers(handle) {
    const left = (this.form.given[handle.parameter] ?? this.form.params[handle.parameter]) == null;
    return left ? [...handle.numbers] : this.form.numbers(handle.parameter);
  }

  // The roundest step that is no less than a pixel.
  step(handle) {
    const pixels = Math.hypot(...handle.across) * this.place.getBoundingClientRect().width / this.film.pictures[0].view[2];
    return 10 ** Math.ceil(Math.log10(1 / pixels));
  }

  set(handle, value, coarser) {
    const step = this.step(handle) * coarser, places = Math.max(0, Math.ceil(-Math.log10(step)));
    const rounded = value.map((number, axis) => {
      const [low, high] = handle.range?.[axis] ?? [-Infinity, Infinity];
      // A limit is taken as it is: rounded, it might lie beyond itself.
      return Math.min(high, Math.max(low, Number((Math.round(number / step) * step).toFixed(places))));
    });
    const numbers = this.numbers(handle);
    if (handle.part === null) this.form.take(handle.parameter, rounded.join(" "));
    else if (!handle.up) this.form.take(handle.parameter, numbers.with(handle.part, rounded[0]).join(" "));
    else {
      rounded.forEach((number, row) => { numbers[2 * row + handle.part] = number; });
      this.form.take(handle.parameter, `${numbers[0]} ${numbers[1]}; ${numbers[2]} ${numbers[3]}`);
    }
  }
}

// The value at a point of the scene: of one number by its distance along the axis, of two by both axes.
function valueAt({ origin, across, up }, point) {
  const [x, y] = [point[0] - origin[0], point[1] - origin[1]];
  if (!up) return [(x * across[0] + y * across[1]) / (across[0] ** 2 + across[1] ** 2)];
  const area = across[0] * up[1] - across[1] * up[0];
  return [(x * up[1] - y * up[0]) / area, (across[0] * y - across[1] * x) / area];
}
