// The page is light or dark as the reader's machine is, until the reader says otherwise.
const themeButton = document.getElementById("theme");
const machine = matchMedia("(prefers-color-scheme: dark)");
let chosen = null;
function showTheme() {
  const dark = chosen ?? machine.matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  themeButton.setAttribute("aria-pressed", String(dark));
}
machine.addEventListener("change", showTheme);
themeButton.addEventListener("click", () => {
  chosen = themeButton.getAttribute("aria-pressed") !== "true";
  showTheme();
});
showTheme();
