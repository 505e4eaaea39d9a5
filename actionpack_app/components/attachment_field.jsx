import { createElement as h, useId, useState } from "react";

// Sends one file at a time and tells the server's answer; the page's form goes on without it.
export function AttachmentField({ address, label, sending, failed, tooLarge, maxBytes, accept = ".pdf,.png,.jpg,.jpeg", buttonClass, invalid = false, describedBy = "", onAttach }) {
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");

  const send = async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    if (file.size > maxBytes) {
      setProblem(tooLarge);
      return;
    }
    setBusy(true);
    setProblem("");
    try {
      const body = new FormData();
      body.append("file", file);
      const answer = await fetch(address, { method: "POST", body });
      const told = await answer.json();
      if (answer.ok) onAttach(told.id, told.name);
      else setProblem(told.problem ?? failed);
    } catch {
      setProblem(failed);
    }
    setBusy(false);
  };

  return h("div", {},
    h("label", { htmlFor: id, className: `${buttonClass} cursor-pointer focus-within:outline focus-within:outline-2 focus-within:outline-accent` },
      busy ? sending : label,
      h("input", { id, type: "file", accept, className: "sr-only", disabled: busy, onChange: send, "aria-invalid": invalid ? "true" : "false", "aria-describedby": `${id}-problem ${describedBy}`.trim() })),
    h("p", { id: `${id}-problem`, role: "status", className: "mt-1 text-[0.87rem] text-danger empty:absolute" }, problem));
}
