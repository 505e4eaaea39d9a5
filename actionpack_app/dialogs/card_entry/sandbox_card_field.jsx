import { createElement as h, useId, useState } from "react";

// The sandbox's card field. A number is turned into a token here, in the browser, and never leaves it.
const TEST_CARDS = {
  4242424242424242: "4242",
  4000000000000002: "0002",
  4000000000009995: "9995",
  4000000000000341: "0341",
  4000002760003184: "3184",
};

const digits = (text) => text.replace(/\D/g, "");
const grouped = (text) => digits(text).slice(0, 19).replace(/(\d{4})(?=\d)/g, "$1 ");

const dated = (text) => {
  const found = digits(text).slice(0, 4);
  return found.length > 2 ? `${found.slice(0, 2)}/${found.slice(2)}` : found;
};

// "MMYY", or nothing when it is no month or lies in the past.
const expiryOf = (text) => {
  const found = digits(text);
  const month = Number(found.slice(0, 2));
  if (found.length !== 4 || month < 1 || month > 12) return "";
  const end = new Date(2000 + Number(found.slice(2)), month, 1);
  return end > new Date() ? found : "";
};

const nonce = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export function SandboxCardField({ labels, problems, formId, fieldClass, onToken, onRefused, refusal }) {
  const id = useId();
  const [typed, setTyped] = useState({ number: "", expiry: "", code: "" });
  const [wrong, setWrong] = useState({});

  const submit = (event) => {
    event.preventDefault();
    const card = TEST_CARDS[digits(typed.number)];
    const expiry = expiryOf(typed.expiry);
    const found = {};
    if (!card) found.number = digits(typed.number) ? problems.notTestCard : problems.required;
    if (!expiry) found.expiry = digits(typed.expiry) ? problems.expiry : problems.required;
    if (!/^\d{3,4}$/.test(typed.code)) found.code = typed.code ? problems.code : problems.required;
    setWrong(found);
    if (Object.keys(found).length === 0) {
      onToken(`sandbox_${card}_${expiry}_${nonce()}`);
      return;
    }
    if (refusal) onRefused(""); // what was said of an earlier card is over
    document.getElementById(`${id}-${Object.keys(found)[0]}`)?.focus();
  };

  const field = (name, label, props, shape) =>
    h("div", { key: name },
      h("label", { htmlFor: `${id}-${name}`, className: "mb-1 block font-semibold" }, label),
      h("input", {
        id: `${id}-${name}`,
        value: typed[name],
        onChange: (event) => setTyped({ ...typed, [name]: shape(event.target.value) }),
        inputMode: "numeric",
        "aria-invalid": wrong[name] ? "true" : "false",
        "aria-describedby": `${id}-${name}-problem`,
        className: fieldClass,
        ...props,
      }),
      h("p", { id: `${id}-${name}-problem`, role: "status", className: "mt-1 text-[0.87rem] text-danger empty:absolute" }, wrong[name] ?? ""));

  return h("form", { id: formId, onSubmit: submit, noValidate: true, className: "flex flex-col gap-4" },
    field("number", labels.number, { autoComplete: "cc-number", placeholder: "4242 4242 4242 4242" }, grouped),
    h("div", { className: "grid grid-cols-2 gap-4" },
      field("expiry", labels.expiry, { autoComplete: "cc-exp", placeholder: "12/34" }, dated),
      field("code", labels.code, { autoComplete: "cc-csc", placeholder: "123", maxLength: 4 }, digits)),
    h("p", { role: "alert", className: "text-danger empty:absolute" }, Object.keys(wrong).length === 0 ? refusal : ""));
}
