// Light or dark, of the page itself: as the machine is, until the reader chooses. Runs before the page is drawn.
{
  const NAME = "mathframes-look", root = document.documentElement;
  // A page within another may be forbidden to keep anything.
  const kept = () => { try { return localStorage.getItem(NAME); } catch { return null; } };
  const wear = (look) => { if (look) root.dataset.look = look; };
  wear(kept());
  addEventListener("storage", ({ key, newValue }) => { if (key === NAME) wear(newValue); });
  addEventListener("DOMContentLoaded", () => document.getElementById("look")?.addEventListener("click", () => {
    const now = root.dataset.look ?? (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark");
    wear(now === "light" ? "dark" : "light");
    try { localStorage.setItem(NAME, root.dataset.look); } catch { /* then it is for this page alone */ }
  }));
}
