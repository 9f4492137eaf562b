// Questions: what is typed is right if it has the answer's numbers, or its words.

// Numbers as people write them: 0.64, .643, 1e-3, 64 %, 9/14, with a minus sign of any sort.
function numbersIn(text) {
  const number = /(?<![\w.])([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(?:\s*\/\s*(\d+\.?\d*))?\s*(%|percent)?/gi;
  return [...text.matchAll(number)].map(([, top, below, percent]) => {
    const [mantissa, exponent] = top.toLowerCase().split("e");
    const scale = percent ? 0.01 : 1;
    return {
      value: (Number(top) / Number(below ?? 1)) * scale,
      // How far a rounded number may be from what it stands for: half of its last digit. One digit is a guess.
      half: below || mantissa.replace(/[-+.]/g, "").replace(/^0+/, "").length < 2
        ? 0
        : 0.5 * 10 ** (Number(exponent ?? 0) - (mantissa.split(".")[1] ?? "").length) * scale,
    };
  });
}

// A comma stands between two numbers, or is what others write a point for.
function readings(typed) {
  const plain = typed.replace(/[−–]/g, "-");
  return [plain, plain.replace(/(\d),(?=\d)/g, "$1.")].map(numbersIn);
}

function agrees(given, [value, tolerance]) {
  return Math.abs(given.value - value) <= Math.max(tolerance, given.half) * (1 + 1e-9);
}

function plainWords(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}.+-]+/gu, " ").replace(/[.\s]+$/, "").trim();
}

function isRight(typed, { numbers, words }) {
  if (words.some((each) => plainWords(each) === plainWords(typed))) return true;
  if (!numbers.length) return false;
  return readings(typed).some((given) => given.length === numbers.length && given.every((one, k) => agrees(one, numbers[k])));
}

function notYet(typed, { numbers, words }) {
  const sayings = [typed, words.at(-1)].map((text) => /^(yes|no)\b/.test(plainWords(text)));
  if (numbers.length || sayings.every(Boolean)) return "✗ Not yet. Try again.";
  return "✗ Not in these words. Compare with the answer.";
}

for (const form of document.querySelectorAll(".question")) {
  const verdict = form.querySelector(".verdict"), input = form.querySelector("input");
  const accepted = JSON.parse(form.dataset.accepted);
  const say = (text, style) => { verdict.textContent = text; verdict.className = `verdict ${style}`; };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!input.value.trim()) say("Write your answer first.", "");
    else if (isRight(input.value, accepted)) say(`✓ Right: ${accepted.words[0]}`, "right");
    else say(notYet(input.value, accepted), "wrong");
  });
  form.querySelector(".reveal").addEventListener("click", () => say(`The answer: ${accepted.words[0]}`, ""));
}
