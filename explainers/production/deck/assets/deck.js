"use strict";

// The slides, and what the window shows of them. One place in the deck at a time: `place`, and whether its answer shows.
const slides = JSON.parse(document.getElementById("deck").textContent);
const element = (id) => document.getElementById(id);
const films = [...document.querySelectorAll(".film")];
const asleep = 2500;
const state = {place: -1, revealed: false, blank: false, captions: false, typed: ""};
let front = 0;
let entries = 0;

// Clips lie in the page as text, and become files of the browser's own when they are near.
const addresses = new Map();

function address(name) {
    if (!addresses.has(name)) {
        const coded = atob(element(name).textContent);
        const bytes = new Uint8Array(coded.length);
        for (let place = 0; place < coded.length; place++) {
            bytes[place] = coded.charCodeAt(place);
        }
        addresses.set(name, URL.createObjectURL(new Blob([bytes], {type: "video/mp4"})));
    }
    return addresses.get(name);
}

function happened(target, name) {
    return new Promise((done) => target.addEventListener(name, done, {once: true}));
}

function notice(text) {
    element("notice").textContent = text;
}

const film = () => films[front];
const slide = () => slides[state.place];

async function play(player) {
    try {
        await player.play();
    } catch (error) {
        // Another slide has taken its place, or the browser wants a key pressed before anything may be heard.
        if (error.name === "NotAllowedError" && !player.muted) {
            player.muted = true;
            play(player);
        }
    }
}

// Moving about -------------------------------------------------------------------------------------------------------

function go(place, {ended = false} = {}) {
    place = Math.max(0, Math.min(slides.length - 1, place));
    state.blank = false;
    state.revealed = ended;
    notice("");
    if (place !== state.place) {
        state.place = place;
        history.replaceState(null, "", `#${place + 1}`);
    }
    element("slide").setAttribute("aria-label", `${place + 1} of ${slides.length}: ${slide().heading}`);
    element("spoken").textContent = `${place + 1} of ${slides.length}: ${slide().heading}. ${slide().question || slide().alt}`;
    enter(ended);
    show();
}

async function enter(ended) {
    const entry = ++entries;
    films.forEach((each) => each.pause());
    // A question stands beside what it is about: the picture that its film ends on.
    const held = ended || Boolean(slide().question);
    // The next film gets ready behind the one that is seen: nothing flashes between them.
    const behind = films[1 - front];
    const ready = happened(behind, "loadeddata");
    behind.src = address(slide().clip);
    await ready;
    if (held && entry === entries) {
        const arrived = happened(behind, "seeked");
        behind.currentTime = behind.duration;
        await arrived;
    }
    if (entry !== entries) {
        return;
    }
    front = 1 - front;
    films.forEach((each) => each.classList.toggle("front", each === film()));
    element("slide").classList.toggle("asks", Boolean(slide().question));
    element("slide").dataset.shown = String(state.place + 1);
    film().setAttribute("aria-label", slide().alt);
    films[1 - front].removeAttribute("aria-label");
    if (!held) {
        play(film());
    }
    show();
    const following = slides[state.place + 1];
    if (following) {
        setTimeout(() => address(following.clip), 300);
    }
}

function next() {
    if (state.blank) {
        state.blank = false;
        show();
    } else if (slide().question && !state.revealed) {
        state.revealed = true;
        element("spoken").textContent = `Answer: ${slide().answer}`;
        show();
    } else if (state.place < slides.length - 1) {
        go(state.place + 1);
    } else {
        notice("This was the last slide.");
    }
}

function previous() {
    if (state.blank) {
        state.blank = false;
        show();
    } else if (state.place > 0) {
        go(state.place - 1, {ended: true});
    }
}

// What is seen -------------------------------------------------------------------------------------------------------

function show() {
    const now = slide();
    const asks = Boolean(now.question);
    element("question").hidden = !asks;
    element("question-text").textContent = now.question;
    const answer = element("answer");
    answer.textContent = now.answer;
    answer.classList.toggle("revealed", state.revealed);
    element("blank").hidden = !state.blank;
    element("place").textContent = `${state.place + 1} / ${slides.length}`;
    showCaption();
    for (const pane of panes()) {
        for (const [what, pressed] of [["captions", state.captions], ["blank", state.blank]]) {
            pane.querySelector(`[data-do="${what}"]`)?.setAttribute("aria-pressed", String(pressed));
        }
        const pause = pane.querySelector('[data-do="pause"]');
        pause.disabled = asks;
        pause.textContent = film().paused && !film().ended ? "Play" : "Pause";
    }
    presenter.show();
}

// A caption stays with the picture that stays: at the end, the last one.
function showCaption() {
    // While the next film is getting ready, the one before it is still to be seen: its time is not that of these words.
    const arrived = element("slide").dataset.shown === String(state.place + 1);
    const cues = arrived && state.captions ? slide().cues : [];
    const time = film().currentTime;
    const cue = cues.find((each) => each.start <= time && time < each.end) ?? (film().ended ? cues.at(-1) : undefined);
    const words = cue ? cue.text : "";
    element("caption").hidden = !words;
    if (element("caption").firstElementChild.textContent !== words) {
        element("caption").firstElementChild.textContent = words;
    }
}

function eachFrame() {
    if (state.captions && !film().paused) {
        showCaption();
    }
    requestAnimationFrame(eachFrame);
}
