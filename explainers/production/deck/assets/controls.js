// Keys, buttons, the mouse -------------------------------------------------------------------------------------------

const deeds = {
    next,
    previous,
    first: () => go(0),
    last: () => go(slides.length - 1),
    replay() {
        if (slide().question) {
            state.revealed = false;
            show();
            return;
        }
        notice("");
        film().currentTime = 0;
        play(film());
    },
    pause() {
        if (slide().question) {
            return;
        }
        if (film().paused) {
            play(film());
        } else {
            film().pause();
        }
    },
    captions() {
        state.captions = !state.captions;
        show();
    },
    overview: () => toggleOverview(),
    presenter: () => presenter.open(),
    blank() {
        state.blank = !state.blank;
        if (state.blank) {
            film().pause();
        }
        show();
    },
    fullscreen() {
        if (document.fullscreenElement) {
            document.exitFullscreen();
        } else {
            document.documentElement.requestFullscreen?.().catch(() => notice("The browser does not allow full screen here."));
        }
    },
    help: () => (element("help").open ? element("help").close() : element("help").showModal()),
    "hold-timer": (button) => presenter.hold(button),
    "reset-timer": () => presenter.reset(),
    "smaller-notes": () => presenter.size(1 / 1.15),
    "larger-notes": () => presenter.size(1.15),
};

const keys = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next", n: "next",
    ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", Backspace: "previous",
    Home: "first", End: "last", r: "replay", k: "pause", c: "captions", o: "overview", p: "presenter",
    b: "blank", ".": "blank", f: "fullscreen", F5: "fullscreen", "?": "help",
};

function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || element("help").open) {
        return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const onButton = event.target.closest?.("button");
    if (onButton && (key === " " || key === "Enter")) {
        return;
    }
    if (!element("overview").hidden && event.view === window) {
        if (key === "Escape") {
            toggleOverview(false);
            event.preventDefault();
        } else if (moveInOverview(event.key)) {
            event.preventDefault();
            return;
        }
    }
    if (/^[0-9]$/.test(key)) {
        state.typed += key;
        return;
    }
    const typed = Number(state.typed);
    state.typed = "";
    if (key === "Enter" && typed) {
        go(typed - 1);
        event.preventDefault();
        return;
    }
    const deed = key === " " && event.shiftKey ? "previous" : keys[key];
    if (deed) {
        event.preventDefault();
        deeds[deed](onButton);
    }
}

function onButton(event) {
    const button = event.target.closest("[data-do]");
    if (!button) {
        return;
    }
    deeds[button.dataset.do](button);
    if (event.detail) {
        // Clicked, not reached by the keyboard: the next press of the space bar is for the slides again.
        button.blur();
    }
}

// A browser lets nothing be heard before the first key or click.
function unmute() {
    films.forEach((each) => {
        each.muted = false;
    });
}

let sleep;

function wake() {
    document.body.classList.add("awake");
    clearTimeout(sleep);
    sleep = setTimeout(() => document.body.classList.remove("awake"), asleep);
}

function fromAddress() {
    return (Number(location.hash.slice(1)) || 1) - 1;
}

films.forEach((each) => {
    for (const event of ["play", "pause", "ended", "seeked"]) {
        each.addEventListener(event, () => each === film() && show());
    }
    each.addEventListener("timeupdate", () => each === film() && presenter.follow());
});
element("room").addEventListener("click", (event) => {
    // On the left fifth back, elsewhere on: as a page is turned.
    (event.clientX < window.innerWidth / 5 ? previous : next)();
});
document.addEventListener("click", onButton);
window.addEventListener("keydown", onKey);
window.addEventListener("keydown", unmute, {capture: true, once: true});
window.addEventListener("pointerdown", unmute, {capture: true, once: true});
window.addEventListener("pointermove", wake);
window.addEventListener("hashchange", () => fromAddress() !== state.place && go(fromAddress()));
window.addEventListener("pagehide", () => presenter.window?.close());
setInterval(() => presenter.tick(), 500);
eachFrame();
go(fromAddress());
