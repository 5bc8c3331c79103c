// What a keyboard does beyond what browsers do by themselves. Everything works without this file as well.
"use strict";
(() => {
  const OFF = "mailbot-no-keys";

  function writing(element) {
    return element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
  }

  function visible(element) {
    return element.offsetParent !== null && !element.disabled;
  }

  function press(key) {
    const all = [...document.querySelectorAll(`[data-key="${key}"]`)].filter((one) => !one.disabled);
    const found = all.find(visible) || all[0];
    if (!found) return false;
    for (let around = found.closest("details:not([open])"); around; around = found.closest("details:not([open])")) around.open = true;
    if (found.matches("input, select, textarea")) { found.focus(); } else { found.focus(); found.click(); }
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.key === "Escape" && writing(target)) { target.blur(); return; }
    const accepts = event.ctrlKey || target.hasAttribute("data-enter");
    if (event.key === "Enter" && accepts && writing(target) && target.form) {
      event.preventDefault();
      const first = target.form.querySelector("button");
      if (first && !first.disabled) target.form.requestSubmit(first);
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || localStorage.getItem(OFF) || writing(target)) return;
    const letter = /^Key([A-Z])$/.exec(event.code);
    if (letter && press(letter[1].toLowerCase())) event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-off]")) {
      if (event.target.checked) localStorage.setItem(OFF, "1"); else localStorage.removeItem(OFF);
    }
    if (event.target.matches("[data-all]")) {
      for (const box of event.target.form.querySelectorAll(`input[name="${event.target.dataset.all}"]`)) box.checked = event.target.checked;
    }
  });

  // The place of the value one is at is lit on the paper.
  document.addEventListener("focusin", (event) => {
    const key = event.target.dataset && event.target.dataset.at;
    for (const place of document.querySelectorAll("rect[data-place]")) place.classList.toggle("lit", place.dataset.place === key);
    const lit = key && document.querySelector(`rect[data-place="${CSS.escape(key)}"]`);
    if (lit) lit.closest(".page").scrollIntoView({ block: "nearest" });
  });

  function settle() {
    for (const box of document.querySelectorAll("[data-keys-off]")) box.checked = Boolean(localStorage.getItem(OFF));
    if (document.activeElement && document.activeElement !== document.body) return;
    const first = document.querySelector(".look input:not([type=hidden]), .look textarea, .look select, [autofocus]");
    if (first) { first.focus(); if (first.select) first.select(); }
  }

  document.addEventListener("DOMContentLoaded", settle);
  document.addEventListener("htmx:afterSettle", settle);
})();
