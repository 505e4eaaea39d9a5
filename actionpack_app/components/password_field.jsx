import { useState } from "react";

// A password that its owner can look at while typing. What is typed stays in the field, in the browser.
export function PasswordInput({ inputId, name, autoComplete, problem, describedBy, look, show, hide, fieldClass, buttonClass }) {
  const [shown, setShown] = useState(false);
  return (
    <div className="flex gap-2">
      <input
        id={inputId}
        name={name}
        type={shown ? "text" : "password"}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={1024}
        aria-invalid={problem ? "true" : "false"}
        aria-describedby={describedBy}
        className={fieldClass}
      />
      <button
        type="button"
        aria-pressed={shown}
        aria-controls={inputId}
        aria-label={look}
        onClick={() => setShown(!shown)}
        className={buttonClass}
      >
        {shown ? hide : show}
      </button>
    </div>
  );
}
