// Names a marked place while the pointer or the focus is on it.

import { data, findingById, SEVERITIES } from "./data.js";
import { byId } from "./dom.js";
import { shownNodes } from "./text.js";

const GAP = 8;
let pointed = null; // the place that is named, and where it stood

const hide = () => {
  byId("tip").hidden = true;
  pointed = null;
};

// A scroll that leaves the place where it was (rows above it were measured) takes nothing away.
const hideMoved = () => {
  if (pointed && pointed.beside.getBoundingClientRect().top !== pointed.top) hide();
};

const show = (prints, beside) => {
  const tip = byId("tip");
  const found = prints.map((print) => findingById.get(`finding-${print}`)).filter(Boolean);
  if (!found.length) return;
  tip.replaceChildren(
    ...found.map((finding) => {
      const line = document.createElement("p");
      const name = document.createElement("b");
      name.textContent = `${data.versions[finding.v].name} ${finding.number} · ${SEVERITIES[finding.s]} · ${data.checks[finding.c][1]}`;
      line.append(name, document.createElement("br"), ...shownNodes(finding.m));
      return line;
    }),
  );
  tip.hidden = false;
  pointed = { beside, top: beside.getBoundingClientRect().top };
  const { left, top, bottom } = beside.getClientRects()[0] ?? beside.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = tip;
  const below = bottom + GAP + height < innerHeight;
  tip.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  tip.style.top = `${below ? bottom + GAP : Math.max(GAP, top - height - GAP)}px`;
};

const markOf = (element) => {
  const mark = element.closest?.("mark[data-findings]");
  if (mark) return [mark.dataset.findings.split(" "), mark];
  const tag = element.closest?.(".tag a");
  return tag ? [[tag.hash.replace("#finding-", "")], tag] : null;
};

export const nameMarks = () => {
  document.addEventListener("pointerover", ({ target }) => {
    const found = markOf(target);
    if (found) show(...found);
    else if (!target.closest?.("#tip")) hide();
  });
  document.addEventListener("focusin", ({ target }) => {
    const found = markOf(target);
    if (found) show(...found);
    else hide();
  });
  document.addEventListener("scroll", hideMoved, { passive: true, capture: true });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
};
