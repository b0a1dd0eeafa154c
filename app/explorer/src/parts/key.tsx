/** Where the service asks for a key: a field for it. It is kept until the tab is closed, and sent to this service alone. */

import { useEffect, useState } from "preact/hooks";
import { keep } from "../lib/api";

export function KeyForm() {
  const [needed, setNeeded] = useState(false);
  const [key, setKey] = useState("");
  useEffect(() => {
    const ask = () => setNeeded(true);
    addEventListener("keyneeded", ask);
    return () => removeEventListener("keyneeded", ask);
  }, []);
  if (!needed) return null;
  const submit = (event: Event) => {
    event.preventDefault();
    keep(key.trim());
    location.reload();
  };
  return (
    <form class="key row" onSubmit={submit}>
      <label>
        This service asks for a key
        <input type="password" autocomplete="off" value={key} onInput={(event) => setKey(event.currentTarget.value)} />
      </label>
      <button type="submit" class="primary" disabled={!key.trim()}>
        Use this key
      </button>
    </form>
  );
}
