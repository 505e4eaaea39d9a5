// A text of several lines that counts its characters while they are typed, as the server will: what is too long stays, and is told.
import { createElement as h, useState } from "react";

const count = (text) => [...text.replace(/\r\n/g, "\n").trim()].length;

export function CountedField({ name, value, most, label, tooLong, locale, fieldClass, invalid, describedBy, onKeep }) {
  const [length, setLength] = useState(() => count(value ?? ""));
  const number = new Intl.NumberFormat(locale);
  const over = length > most;
  const said = (over ? tooLong : label).replace("{count}", number.format(length)).replace("{most}", number.format(most));

  const field = {
    id: `field-${name}`,
    name,
    defaultValue: value,
    rows: 8,
    className: fieldClass,
    "aria-invalid": over || invalid ? "true" : "false",
    "aria-describedby": `count-${name} ${describedBy}`,
    onInput: (event) => setLength(count(event.target.value)),
    onBlur: (event) => onKeep(event.target.value),
  };
  return h("div", {},
    h("textarea", field),
    h("p", { id: `count-${name}`, className: `mt-1 text-[0.87rem] tabular-nums ${over ? "text-danger" : "text-muted"}` }, said),
    h("p", { role: "status", className: "sr-only" }, over ? said : ""));
}
