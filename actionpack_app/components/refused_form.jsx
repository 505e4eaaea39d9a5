import { useEffect } from "react";

// After a form was refused, the first field that is wrong takes the focus; its problem is its description. Where no field is wrong,
// the button that was disabled while the server thought gets the focus back.
const WRONG = "[aria-invalid=true]";

export function RefusedForm() {
  useEffect(() => {
    let sent = null;
    const remember = (event) => {
      const button = event.type === "submit" ? event.submitter : event.target.closest("form button:not([type=submit])");
      if (!button && event.type !== "submit") return;
      sent = { form: event.type === "submit" ? event.target : button.form, button };
    };
    const look = (changes) => {
      if (!sent) return;
      const wrong = changes.filter(({ target }) => target.matches(WRONG) && sent.form?.contains(target)).length > 0;
      if (wrong) sent.form.querySelector(WRONG).focus();
      else if (document.activeElement === document.body && sent.button?.isConnected && !sent.button.disabled) sent.button.focus();
      else return;
      sent = null;
    };
    const forget = () => { sent = null; };
    const watcher = new MutationObserver(look);
    watcher.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["aria-invalid", "disabled"] });
    document.addEventListener("submit", remember, true);
    document.addEventListener("click", remember, true);
    document.addEventListener("keydown", forget, true);
    return () => {
      watcher.disconnect();
      document.removeEventListener("submit", remember, true);
      document.removeEventListener("click", remember, true);
      document.removeEventListener("keydown", forget, true);
    };
  }, []);
  return null;
}
