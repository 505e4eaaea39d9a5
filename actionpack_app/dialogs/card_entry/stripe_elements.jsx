import { createElement as h, useEffect, useId, useRef, useState } from "react";

// Stripe's own card Element and its authentication. The script is loaded when one of them is first shown, and the
// card's number lives in Stripe's frame alone.
const loading = new Map();

function load(script) {
  if (!loading.has(script)) {
    loading.set(script, new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = script;
      element.onload = resolve;
      element.onerror = () => {
        loading.delete(script);
        element.remove();
        reject(new Error("script"));
      };
      document.head.appendChild(element);
    }));
  }
  return loading.get(script);
}

async function stripeOf({ script, publishableKey, locale }) {
  await load(script);
  return globalThis.Stripe(publishableKey, { locale });
}

async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const told = await answer.json().catch(() => ({}));
  return { ok: answer.ok, ...told };
}

// The bank's window lies over ours, outside the dialog. Meanwhile the dialog must neither take the focus back, nor close at
// a click there, nor lie above it, nor keep the pointer from it. Returns what puts everything back.
function makeRoom(element) {
  const dialog = element?.closest('[role="dialog"]');
  if (!dialog) return () => {};
  const hush = (event) => {
    const going = event.type === "focusout" ? event.relatedTarget : event.target;
    if (going instanceof Node && !dialog.contains(going)) event.stopImmediatePropagation();
  };
  const heard = ["focusin", "focusout", "pointerdown"];
  heard.forEach((name) => window.addEventListener(name, hush, true));
  const layers = [dialog, dialog.previousElementSibling].filter((layer) => layer && getComputedStyle(layer).position === "fixed");
  layers.forEach((layer) => { layer.style.zIndex = "0"; });
  const pointer = document.body.style.pointerEvents;
  document.body.style.pointerEvents = "auto";
  return () => {
    heard.forEach((name) => window.removeEventListener(name, hush, true));
    layers.forEach((layer) => { layer.style.zIndex = ""; });
    document.body.style.pointerEvents = pointer;
  };
}

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function StripeCardField({ script, publishableKey, locale, setup, order, label, texts, formId, fieldClass, onToken, onRefused, refusal }) {
  const id = useId();
  const place = useRef(null);
  const made = useRef({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");

  const begin = async (alive) => {
    setProblem("");
    try {
      const stripe = await stripeOf({ script, publishableKey, locale });
      if (!alive.now || made.current.element) return;
      const style = { base: { color: token("--ink"), fontSize: "16px", "::placeholder": { color: token("--muted") } } };
      const element = stripe.elements({ locale }).create("card", { hidePostalCode: true, style });
      element.mount(place.current);
      made.current = { stripe, element };
    } catch {
      if (alive.now) setProblem(texts.unavailable);
    }
  };

  useEffect(() => {
    const alive = { now: true };
    begin(alive);
    return () => {
      alive.now = false;
      made.current.element?.destroy();
      made.current = {};
    };
  }, [script, publishableKey, locale]);

  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    if (!made.current.element) {
      begin({ now: true });
      return;
    }
    setBusy(true);
    setProblem("");
    if (refusal) onRefused(""); // what was said of an earlier card is over
    try {
      const told = await post(setup, { order });
      if (!told.ok) {
        setProblem(told.problem ?? texts.unavailable);
      } else {
        const { stripe, element } = made.current;
        const putBack = makeRoom(place.current);
        const { error, setupIntent } = await stripe
          .confirmCardSetup(told.secret, { payment_method: { card: element } })
          .finally(putBack);
        if (!error) onToken(setupIntent.id);
        else if (error.type === "validation_error") setProblem(texts.incomplete);
        else onRefused(error.decline_code || error.code || "declined");
      }
    } catch {
      setProblem(texts.unavailable);
    }
    setBusy(false);
  };

  return h("form", { id: formId, onSubmit: submit, noValidate: true, className: "flex flex-col gap-2", "aria-busy": busy },
    h("span", { id: `${id}-label`, className: "font-semibold" }, label),
    h("div", { ref: place, role: "group", "aria-labelledby": `${id}-label`, "aria-describedby": `${id}-problem`, className: `${fieldClass} min-h-11` }),
    h("p", { role: "status", className: "text-muted empty:absolute" }, busy ? texts.sending : ""),
    h("p", { id: `${id}-problem`, role: "alert", className: "text-danger empty:absolute" }, problem || refusal));
}

export function StripeChallenge({ script, publishableKey, locale, address, texts, buttonClass, onAnswered }) {
  const asked = useRef(false);
  const place = useRef(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");

  const ask = async () => {
    setBusy(true);
    setProblem("");
    try {
      const told = await post(address, {});
      if (told.ok) {
        const stripe = await stripeOf({ script, publishableKey, locale });
        await stripe.confirmCardPayment(told.secret).finally(makeRoom(place.current));
        onAnswered();
      } else {
        setProblem(told.problem ?? texts.unavailable);
      }
    } catch {
      setProblem(texts.unavailable);
    }
    setBusy(false);
  };

  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    ask();
  }, []);

  return h("div", { ref: place, className: "flex flex-col gap-3" },
    h("p", { role: "status" }, busy ? texts.waiting : texts.answered),
    h("p", { role: "alert", className: "text-danger empty:absolute" }, problem),
    h("button", { type: "button", disabled: busy, onClick: ask, className: buttonClass }, texts.again));
}
