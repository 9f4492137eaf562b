// The presenter's window --------------------------------------------------------------------------------------------
// It belongs to this one, which fills it and listens to its keys: that works without a server, too.

const presenter = {
    window: null,
    begun: 0,
    held: 0,

    get page() {
        return this.window && !this.window.closed ? this.window.document : null;
    },

    open() {
        if (this.page) {
            this.window.focus();
            return;
        }
        this.window = window.open("", "presenter", "popup,width=1280,height=800");
        if (!this.window) {
            notice("The browser has kept the second window back. Allow windows for this page, and press P again.");
            return;
        }
        const page = this.page;
        page.documentElement.lang = document.documentElement.lang;
        page.head.replaceChildren(page.importNode(document.querySelector("style"), true));
        page.head.append(Object.assign(page.createElement("title"), {textContent: `Presenter: ${document.title}`}));
        page.body.className = "presenter";
        page.body.replaceChildren(page.importNode(element("presenter").content, true));
        this.window.addEventListener("keydown", onKey);
        page.addEventListener("click", onButton);
        this.begun ||= Date.now();
        this.show();
        this.tick();
    },

    show() {
        const page = this.page;
        if (!page) {
            return;
        }
        const part = (id) => page.getElementById(id);
        const now = slide();
        const then = slides[state.place + 1];
        part("presenter-place").textContent = `${state.place + 1} of ${slides.length}`;
        part("now-title").textContent = `Now: ${now.heading}`;
        part("then-title").textContent = then ? `Next: ${then.heading}` : "This is the last slide";
        part("notes").textContent = now.notes;
        part("now-question").hidden = !now.question;
        part("copy").hidden = Boolean(now.question);
        if (now.question) {
            const answer = Object.assign(page.createElement("p"), {
                className: "answer",
                textContent: `${now.answer} ${state.revealed ? "(shown)" : "(not shown yet)"}`,
            });
            part("now-question").replaceChildren(
                Object.assign(page.createElement("p"), {textContent: now.question}),
                answer,
            );
        }
        const shown = then ? `${state.place + 1}` : "none";
        if (part("then").dataset.shown !== shown) {
            part("then").dataset.shown = shown;
            part("then").replaceChildren(...(then ? [page.adoptNode(picture(then))] : []));
        }
        this.follow();
    },

    // The small film runs with the large one.
    follow() {
        const copy = this.page?.getElementById("copy");
        if (!copy || slide().question || !film().src) {
            return;
        }
        if (copy.src !== film().src) {
            copy.src = film().src;
        }
        if (Math.abs(copy.currentTime - film().currentTime) > 0.3) {
            copy.currentTime = film().currentTime;
        }
        if (film().paused) {
            copy.pause();
        } else {
            copy.play().catch(() => undefined);
        }
    },

    elapsed() {
        return (this.held || Date.now()) - this.begun;
    },

    hold(button) {
        if (this.held) {
            this.begun += Date.now() - this.held;
            this.held = 0;
        } else {
            this.held = Date.now();
        }
        button.setAttribute("aria-pressed", String(Boolean(this.held)));
        this.tick();
    },

    reset() {
        this.begun = this.held || Date.now();
        this.tick();
    },

    size(factor) {
        const notes = this.page.getElementById("notes");
        const size = parseFloat(this.window.getComputedStyle(notes).fontSize) * factor;
        notes.style.setProperty("--notes", `${Math.max(14, Math.min(72, size))}px`);
    },

    tick() {
        const page = this.page;
        if (!page) {
            return;
        }
        const seconds = Math.floor(this.elapsed() / 1000);
        const digits = (number) => String(number).padStart(2, "0");
        const hours = Math.floor(seconds / 3600);
        const minutes = Math.floor(seconds / 60) % 60;
        page.getElementById("elapsed").textContent = hours
            ? `${hours}:${digits(minutes)}:${digits(seconds % 60)}`
            : `${minutes}:${digits(seconds % 60)}`;
        page.getElementById("clock").textContent = new Date().toLocaleTimeString([], {hour: "2-digit", minute: "2-digit"});
    },
};

const panes = () => [document, presenter.page].filter(Boolean);
