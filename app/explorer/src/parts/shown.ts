/** A list with a scroll of its own in which what is active is brought into view, without moving the page. */

import { useEffect, useRef } from "preact/hooks";

export function useShown(active: string | null) {
  const list = useRef<HTMLElement & HTMLOListElement>(null);
  useEffect(() => {
    const box = list.current;
    const lit = box?.querySelector<HTMLElement>(".lit");
    if (!box || !lit) return;
    const [around, own] = [box.getBoundingClientRect(), lit.getBoundingClientRect()];
    if (own.top < around.top) box.scrollTop -= around.top - own.top;
    else if (own.bottom > around.bottom) box.scrollTop += own.bottom - around.bottom;
  }, [active]);
  return list;
}
