// A form made from a scene's schema. Values are what the command line takes: texts, numbers, lists.

const PAUSE = 250;  // milliseconds after which typing counts as done

export class Form {
  constructor(place, changed) {
    this.place = place;
    this.changed = changed;  // called with true when a value is settled, with false while it is dragged
    this.chosen = () => {};  // called with the name of a data file's field, and the file that was chosen for it
    this.given = {};
    this.scene = "";
  }

  // Fields are made anew only for another scene: what is being typed or dragged stays.
  show(scene, schema, params) {
    this.params = params;
    if (scene !== this.scene) {
      this.scene = scene;
      this.place.replaceChildren(...Object.entries(schema).filter(([name]) => name !== "seed")
        .concat(Object.entries(schema).filter(([name]) => name === "seed"))
        .map(([name, field]) => this.field(name, field)));
    }
    for (const part of this.place.children) part.refresh?.(params[part.dataset.name]);
    this.fault("");
  }

  // Put an error under the field that it names.
  fault(said) {
    let placed = false;
    for (const part of this.place.children) {
      const mine = said.startsWith(`${part.dataset.name}:`) || said.startsWith(`${part.dataset.name}.`);
      part.querySelector(".fault").textContent = mine ? said.slice(part.dataset.name.length + 1).trim() : part.complaint ?? "";
      placed ||= mine;
    }
    return placed;
  }

  // Put an error under a field, whatever it says: what the scene shows meanwhile has an older value, and does not mend it.
  complain(name, said) {
    const part = this.part(name);
    if (part) part.complaint = part.querySelector(".fault").textContent = said;
  }

  // The fields that are data files.
  files() { return [...this.place.children].filter((part) => part.dataset.file).map((part) => part.dataset.name); }

  // The numbers of a pair or of a matrix as they are now, row by row.
  numbers(name) {
    const value = this.given[name] ?? this.params[name];
    return (typeof value === "string" ? value.split(/[\s,;]+/) : [value].flat(2)).map(Number);
  }

  // Take a value from the picture, as the command line writes it.
  take(name, text) {
    this.set(name, text, false);
    const numbers = this.numbers(name);
    this.part(name)?.refresh?.(numbers.length === 1 ? numbers[0] : numbers);
  }

  // Take the name of a data file.
  takeFile(name, file) {
    this.set(name, file, true);
    this.part(name)?.refresh?.(file);
  }

  part(name) { return [...this.place.children].find((each) => each.dataset.name === name); }

  set(name, value, settled) {
    const part = this.part(name);
    if (part) part.complaint = "";
    this.given = { ...this.given, [name]: value };
    this.changed(settled);
  }

  field(name, field) {
    const part = document.createElement("fieldset");
    part.dataset.name = name;
    const legend = document.createElement("legend");
    legend.textContent = name.replaceAll("_", " ");
    const about = document.createElement("p");
    about.className = "about";
    about.textContent = field.description ?? "";
    const fault = document.createElement("p");
    fault.className = "fault";
    fault.setAttribute("role", "alert");
    const kind = plain(field);
    const input = isMatrix(kind) ? this.matrix(name, 2) : isPair(kind) ? this.matrix(name, 1)
      : kind.enum ? this.choice(name, kind) : kind.type === "number" || kind.type === "integer" ? this.number(name, kind, field)
      : kind.format === "path" ? this.file(name) : this.text(name);
    if (kind.format === "path") part.dataset.file = true;
    part.append(legend, about, input.element, fault);
    part.refresh = input.refresh;
    return part;
  }

  number(name, kind, field) {
    const row = element("div", "row");
    const box = element("input", "number");
    box.type = "text";
    box.inputMode = "decimal";
    box.setAttribute("aria-label", name.replaceAll("_", " "));
    const low = kind.minimum ?? kind.exclusiveMinimum, high = kind.maximum ?? kind.exclusiveMaximum;
    const whole = kind.type === "integer";
    const log = field.scale === "log" && high > 0;
    const least = log ? field.smallest ?? high / 1e4 : low;
    const ranged = low !== undefined && high !== undefined && high - low < 1e7;
    let slider = null;
    if (ranged) {
      slider = element("input");
      slider.type = "range";
      slider.setAttribute("aria-label", `${name.replaceAll("_", " ")}, slider`);
      slider.min = 0; slider.max = 1; slider.step = "any";
      const value = (share) => {
        const raw = log ? least * (high / least) ** share : least + share * (high - least);
        return whole ? Math.round(raw) : Number(raw.toPrecision(3));
      };
      slider.addEventListener("input", () => { box.value = value(slider.valueAsNumber); this.set(name, value(slider.valueAsNumber), false); });
      slider.addEventListener("change", () => this.set(name, value(slider.valueAsNumber), true));
      row.append(slider);
    }
    typed(box, () => this.set(name, box.value, true));
    row.append(box);
    return {
      element: row,
      refresh: (value) => {
        if (document.activeElement !== box) box.value = value ?? "";
        if (slider && document.activeElement !== slider) {
          slider.value = value == null ? 0 : log ? Math.log(value / least) / Math.log(high / least) : (value - least) / (high - least);
        }
      },
    };
  }

  matrix(name, rows) {
    const grid = element("div", "matrix");
    const boxes = Array.from({ length: 2 * rows }, (_, k) => {
      const box = element("input");
      box.type = "text";
      box.inputMode = "decimal";
      box.setAttribute("aria-label", rows === 2 ? `row ${1 + (k >> 1)}, column ${1 + (k & 1)}` : `coordinate ${k + 1}`);
      typed(box, () => {
        const texts = boxes.map((each) => each.value.trim() || "0");
        this.set(name, rows === 2 ? `${texts[0]} ${texts[1]}; ${texts[2]} ${texts[3]}` : texts.join(" "), true);
      });
      return box;
    });
    grid.append(...boxes);
    return {
      element: grid,
      refresh: (value) => {
        const numbers = (value ?? []).flat();
        boxes.forEach((box, k) => { if (document.activeElement !== box) box.value = numbers[k] ?? ""; });
      },
    };
  }

  choice(name, kind) {
    const select = element("select");
    select.setAttribute("aria-label", name.replaceAll("_", " "));
    select.append(...kind.enum.map((each) => new Option(each, each)));
    select.addEventListener("change", () => this.set(name, select.value, true));
    return { element: select, refresh: (value) => { select.value = value; } };
  }

  // The name of a data file, and a button for those who do not drop it.
  file(name) {
    const row = element("div", "row"), { element: box, refresh } = this.text(name), button = element("button"), chooser = element("input");
    button.type = "button";
    button.textContent = "Choose …";
    button.setAttribute("aria-label", `Choose ${name.replaceAll("_", " ")}`);
    Object.assign(chooser, { type: "file", accept: ".csv,.txt", hidden: true });
    button.onclick = () => chooser.click();
    chooser.onchange = () => { if (chooser.files.length) this.chosen(name, chooser.files[0]); chooser.value = ""; };
    box.placeholder = "or drop a CSV file";
    row.append(box, button, chooser);
    return { element: row, refresh };
  }

  text(name) {
    const box = element("input", "wide");
    box.type = "text";
    box.setAttribute("aria-label", name.replaceAll("_", " "));
    typed(box, () => this.set(name, box.value, true));
    const written = (value) => (Array.isArray(value) ? value.map((each) => (Array.isArray(each) ? each.join(" ") : each)).join(" ") : value ?? "");
    return { element: box, refresh: (value) => { if (document.activeElement !== box) box.value = written(value); } };
  }
}

function element(name, style = "") {
  const made = document.createElement(name);
  if (style) made.className = style;
  return made;
}

// Tell when typing pauses, or is ended by Enter or by going elsewhere.
function typed(box, done) {
  let timer = 0, last = null;
  const now = () => { clearTimeout(timer); if (box.value !== last) { last = box.value; done(); } };
  box.addEventListener("focus", () => { last = box.value; });
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(now, PAUSE); });
  box.addEventListener("change", now);
}

function plain(field) {
  return field.anyOf?.find((option) => option.type !== "null") ?? field;
}

function isPair(kind) { return kind.prefixItems?.length === 2 && kind.prefixItems[0].type === "number"; }
function isMatrix(kind) { return kind.prefixItems?.length === 2 && kind.prefixItems.every(isPair); }
