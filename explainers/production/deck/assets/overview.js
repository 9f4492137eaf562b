// Overview -----------------------------------------------------------------------------------------------------------

function picture(which) {
    if (which.question) {
        const words = document.createElement("span");
        words.className = "thumbnail words";
        words.textContent = which.question;
        return words;
    }
    const image = document.createElement("img");
    image.className = "thumbnail";
    image.src = which.thumbnail;
    image.alt = "";
    return image;
}

function buildOverview() {
    let list;
    slides.forEach((each, place) => {
        if (!list || each.section !== slides[place - 1].section) {
            const heading = document.createElement("h2");
            heading.textContent = each.section;
            list = document.createElement("ol");
            element("overview").append(heading, list);
        }
        const button = document.createElement("button");
        button.type = "button";
        const name = document.createElement("span");
        name.className = "name";
        name.textContent = `${place + 1}. ${each.question ? "Question" : each.heading.replace(`${each.section}: `, "")}`;
        button.append(picture(each), name);
        button.addEventListener("click", () => {
            toggleOverview(false);
            go(place);
        });
        const entry = document.createElement("li");
        entry.append(button);
        list.append(entry);
    });
}

const tiles = () => [...element("overview").querySelectorAll("button")];

function toggleOverview(open = element("overview").hidden) {
    if (open && !element("overview").hasChildNodes()) {
        buildOverview();
    }
    element("overview").hidden = !open;
    document.querySelector('#controls [data-do="overview"]').setAttribute("aria-expanded", String(open));
    if (open) {
        tiles().forEach((tile, place) => {
            tile.toggleAttribute("aria-current", place === state.place);
            if (place === state.place) {
                tile.focus();
            }
        });
    } else {
        element("slide").focus();
    }
}

// From tile to tile with the arrows: up and down to what stands there, whatever the number of columns.
function moveInOverview(key) {
    const all = tiles();
    const here = all.indexOf(document.activeElement);
    const spot = all[Math.max(here, 0)].getBoundingClientRect();
    const distance = (tile) => Math.abs(tile.getBoundingClientRect().left - spot.left);
    const rows = (sign) => {
        const tops = all.map((tile) => sign * (tile.getBoundingClientRect().top - spot.top)).filter((gap) => gap > 1);
        const row = all.filter((tile) => Math.abs(sign * (tile.getBoundingClientRect().top - spot.top) - Math.min(...tops)) < 1);
        return row.sort((one, other) => distance(one) - distance(other))[0];
    };
    const targets = {
        ArrowRight: () => all[here + 1],
        ArrowLeft: () => all[here - 1],
        ArrowDown: () => rows(1),
        ArrowUp: () => rows(-1),
        Home: () => all[0],
        End: () => all.at(-1),
    };
    targets[key]?.()?.focus();
    return key in targets;
}
