// Data files that are dropped on the page, or chosen: sent to the server, and named in the form.

const LARGEST = 1_000_000;  // bytes that the server takes

export class Data {
  // ask: sends a question as it is. fault: says what is wrong where no field can.
  constructor({ form, ask, fault }) {
    Object.assign(this, { form, ask, fault, field: "" });
    form.chosen = (name, file) => this.send(name, file);
    for (const kind of ["dragenter", "dragover"]) document.addEventListener(kind, (event) => this.over(event, true));
    for (const kind of ["dragleave", "dragend"]) document.addEventListener(kind, (event) => this.over(event, false));
    document.addEventListener("drop", (event) => this.drop(event));
  }

  over(event, on) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.toggle("dropping", on && this.form.files().length > 0);
  }

  drop(event) {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    document.body.classList.remove("dropping");
    const names = this.form.files(), on = event.target.closest?.("fieldset")?.dataset.name;
    const field = names.includes(on) ? on : names[0];
    if (field === undefined) this.fault("This scene takes no data file.");
    else this.send(field, event.dataTransfer.files[0]);
  }

  async send(field, file) {
    this.field = field;
    if (file.size > LARGEST) return this.refused(`${file.name}: is larger than ${LARGEST / 1e6} MB. Put it beside the scene.`);
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
      this.ask({ do: "data", name: file.name, text });
    } catch {
      this.refused(`${file.name}: is not UTF-8 text. Save it in UTF-8.`);
    }
  }

  // The server has it: the form names it, and the scene reads it.
  kept(name) { this.form.takeFile(this.field, name); }

  refused(said) { this.form.complain(this.field, said); }
}
