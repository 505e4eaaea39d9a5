// Shows a text that can't be changed, and copies it: by the clipboard, or, where pages have none (no https), by selecting it.
import { createElement, useEffect, useId, useRef, useState } from "react";

export function CopyField({ text, label, copy, copied, fieldClass, buttonClass }) {
  const [done, setDone] = useState(false);
  const field = useRef(null);
  const id = useId();
  useEffect(() => setDone(false), [text]);

  const run = async () => {
    field.current.select();
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
    } catch {
      setDone(document.execCommand("copy"));
    }
  };

  const input = { id, ref: field, value: text, readOnly: true, className: fieldClass, onFocus: (event) => event.target.select() };
  return createElement(
    "div",
    null,
    createElement("label", { htmlFor: id, className: "mb-1 block font-semibold" }, label),
    createElement(
      "div",
      { className: "flex flex-wrap gap-2" },
      createElement("input", input),
      createElement("button", { type: "button", className: buttonClass, onClick: run }, copy)
    ),
    createElement("p", { role: "status", className: "mt-1 text-[0.87rem] text-ok empty:absolute" }, done ? copied : "")
  );
}
