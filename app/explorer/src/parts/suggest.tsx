/** A field for an actor that offers who may be meant while one types: a combobox after the ARIA pattern. */

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { ask, pathOf } from "../lib/api";
import type { Entity, Suggestion } from "../lib/types";
import { TYPES } from "../lib/words";

interface Props {
  label: string;
  /** The name shown at first. */
  value?: string;
  placeholder?: string;
  hideLabel?: boolean;
  /** Focus by the key `/`. */
  shortcut?: boolean;
  onChoose: (entity: Entity) => void;
  onClear?: () => void;
}

/** Milliseconds without a key after which the service is asked. */
const PAUSE = 120;

export function Suggest({ label, value = "", placeholder, hideLabel, shortcut, onChoose, onClear }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [items, setItems] = useState<Suggestion[]>([]);
  const [at, setAt] = useState(-1);
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState("");

  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (!shortcut) return;
    const focus = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, [shortcut]);
  useEffect(() => {
    const query = text.trim();
    if (!open || !query) {
      setItems([]);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      ask<{ items: Suggestion[] }>(pathOf("suggest", { q: query }), { signal: abort.signal }).then(
        (found) => {
          setItems(found.items);
          setAt(found.items.length ? 0 : -1);
          setNote(found.items.length ? "" : `Nobody called “${query}” is known.`);
        },
        (error: Error) => {
          if (!abort.signal.aborted) setNote(error.message);
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, open]);

  const choose = (item: Suggestion) => {
    setText(item.entity.name);
    setOpen(false);
    onChoose(item.entity);
  };
  const keys = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    const item = items[at];
    if (event.key === "Enter" && open && item) {
      event.preventDefault();
      choose(item);
    } else if (event.key === "Escape") {
      setOpen(false);
      if (!open) setText("");
    } else if (items.length && open && event.key in moves) {
      event.preventDefault();
      setAt(((moves[event.key] ?? 0) + items.length) % items.length);
    } else if (event.key === "ArrowDown") {
      setOpen(true);
    }
  };
  const showing = open && (items.length > 0 || (note !== "" && text.trim() !== ""));
  return (
    <div class="suggest">
      <label for={id} class={hideLabel ? "hidden" : ""}>
        {label}
      </label>
      <input
        id={id}
        ref={input}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={showing}
        aria-controls={`${id}-list`}
        aria-activedescendant={showing && at >= 0 ? `${id}-${at}` : undefined}
        placeholder={placeholder}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
          if (!event.currentTarget.value) onClear?.();
        }}
        onKeyDown={keys}
        onBlur={() => setOpen(false)}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={`${label}: suggestions`} hidden={!showing || !items.length}>
        {items.map((item, i) => (
          <li
            key={item.entity.id}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === at}
            onMouseDown={(event) => {
              event.preventDefault();
              choose(item);
            }}
            onMouseMove={() => setAt(i)}
          >
            <span class={`dot ${item.entity.type}`} aria-hidden="true" />
            <span class="name">{item.entity.name}</span>
            <span class="soft">{item.office ?? TYPES[item.entity.type]}</span>
          </li>
        ))}
      </ul>
      {showing && !items.length && (
        <p class="nobody" role="status">
          {note}
        </p>
      )}
    </div>
  );
}
