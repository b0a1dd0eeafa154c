/** A network drawn on a canvas: size by contacts, colour by type, lines by kind and standing. */

import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from "cytoscape";
import { useEffect, useRef } from "preact/hooks";
import type { Drawing } from "../lib/graph";
import { type Point, place } from "../lib/layout";
import { colour } from "../lib/theme";
import type { Entity } from "../lib/types";
import { KINDS } from "../lib/words";

interface Props {
  drawing: Drawing;
  centre?: string;
  label: string;
  onNode?: (entity: Entity) => void;
  onLine?: (facts: string[], ends: string[]) => void;
}

/** Actors from which panning moves a picture of the drawing instead of drawing it anew. */
const LARGE = 300;
const MARGIN = 36;
const ORIGIN = { x: 0, y: 0 };
const radius = (facts: number) => Math.min(9 + 3.2 * Math.sqrt(facts), 34);

export function NetworkDrawing({ drawing, centre, label, onNode, onLine }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const graph = useRef<Core | null>(null);
  const positions = useRef(new Map<string, Point>());
  const handlers = useRef({ onNode, onLine });
  handlers.current = { onNode, onLine };
  const isLarge = drawing.nodes.length > LARGE;

  useEffect(() => {
    if (!box.current) return;
    const cy = cytoscape({
      container: box.current,
      style: stylesheet(isLarge),
      minZoom: 0.05,
      maxZoom: 3,
      textureOnViewport: isLarge,
      hideEdgesOnViewport: isLarge,
      pixelRatio: isLarge ? 1 : "auto",
    });
    cy.on("tap", "node.actor", (event) => handlers.current.onNode?.(event.target.data("entity") as Entity));
    cy.on("tap", "edge, node.hub", (event) => {
      const ends = event.target.isEdge() ? [event.target.data("source"), event.target.data("target")] : [];
      handlers.current.onLine?.(event.target.data("facts") as string[], ends as string[]);
    });
    const repaint = () => cy.style(stylesheet(isLarge));
    addEventListener("themechange", repaint);
    const resize = new ResizeObserver(() => cy.resize());
    resize.observe(box.current);
    graph.current = cy;
    return () => {
      removeEventListener("themechange", repaint);
      resize.disconnect();
      cy.destroy();
    };
  }, [isLarge]);

  useEffect(() => {
    const cy = graph.current;
    if (!cy) return;
    const known = positions.current;
    const all = [
      ...drawing.nodes.map((node) => ({ id: node.id, radius: radius(node.facts) })),
      ...drawing.hubs.map((hub) => ({ id: hub.id, radius: 6 })),
    ];
    const isNew = all.some((node) => !known.has(node.id));
    if (isNew)
      for (const [id, point] of place(all, drawing.lines, known, centre, Math.min(Math.max(cy.width() / cy.height(), 0.6), 1.6)))
        known.set(id, point);
    cy.batch(() => {
      const wanted = elements(drawing, known, centre);
      const ids = new Set(wanted.map((element) => element.data.id));
      cy.elements()
        .filter((element) => !ids.has(element.id()))
        .remove();
      const isThere = new Set(cy.elements().map((element) => element.id()));
      cy.add(wanted.filter((element) => !isThere.has(element.data.id ?? "")));
      for (const element of wanted.filter((one) => isThere.has(one.data.id ?? ""))) {
        const there = cy.getElementById(element.data.id ?? "");
        there.data(element.data);
        if (isNew && element.position) there.position(element.position);
      }
      cy.nodes(".actor").forEach((node) => {
        node.toggleClass("alone", node.degree(false) === 0 && node.id() !== centre);
      });
    });
    if (isNew)
      fit(
        cy,
        all.map(({ id }) => known.get(id) ?? ORIGIN),
      );
    cy.one("render", () => performance.mark("network-drawn"));
  }, [drawing, centre, isLarge]);

  const zoom = (factor: number) => {
    const cy = graph.current;
    cy?.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  };
  return (
    <div class="drawing">
      <div ref={box} class="canvas" role="img" aria-label={label} />
      <div class="tools">
        <button type="button" aria-label="Zoom in" onClick={() => zoom(1.3)}>
          +
        </button>
        <button type="button" aria-label="Zoom out" onClick={() => zoom(1 / 1.3)}>
          −
        </button>
        <button type="button" aria-label="Fit the drawing into view" onClick={() => graph.current?.fit(undefined, MARGIN)}>
          ⤢
        </button>
      </div>
    </div>
  );
}

/** Show all points, with room for names: Cytoscape's own `fit` measures every name, a second for two thousand. */
function fit(cy: Core, points: Point[]): void {
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const zoom = Math.min(cy.width() / (right - left + 4 * MARGIN), cy.height() / (bottom - top + 4 * MARGIN), 1.5);
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  cy.viewport({ zoom, pan: { x: cy.width() / 2 - zoom * middle.x, y: cy.height() / 2 - zoom * middle.y } });
}

function elements(drawing: Drawing, at: ReadonlyMap<string, Point>, centre?: string): ElementDefinition[] {
  const stands = (id: string) => ({ position: { ...(at.get(id) ?? ORIGIN) } });
  return [
    ...drawing.nodes.map(({ id, entity, facts }) => ({
      group: "nodes" as const,
      data: { id, entity, label: entity.name, size: 2 * radius(facts) },
      classes: `actor ${entity.type}${id === centre ? " centre" : ""}`,
      ...stands(id),
    })),
    ...drawing.hubs.map((hub) => ({
      group: "nodes" as const,
      data: { id: hub.id, facts: [hub.id] },
      classes: `hub ${hub.kind} ${hub.standing}`,
      ...stands(hub.id),
    })),
    ...drawing.lines.map((line) => ({
      group: "edges" as const,
      data: {
        id: line.id,
        source: line.source,
        target: line.target,
        facts: line.facts,
        width: Math.min(1.2 + Math.sqrt(line.facts.length), 7),
      },
      classes: `${line.kind} ${line.standing}${line.directed ? " directed" : ""}`,
    })),
  ];
}

function stylesheet(isLarge: boolean): StylesheetJson {
  const ink = colour("ink");
  const surface = colour("surface");
  return [
    {
      selector: "node.actor",
      style: {
        width: "data(size)",
        height: "data(size)",
        label: "data(label)",
        color: ink,
        "font-size": 12,
        "font-family": "system-ui, sans-serif",
        "text-valign": "bottom",
        "text-margin-y": 5,
        "text-outline-color": surface,
        "text-outline-width": 2.5,
        "min-zoomed-font-size": isLarge ? 11 : 6,
        "text-wrap": "ellipsis",
        "text-max-width": "150px",
        "border-width": 2,
        "border-color": surface,
      },
    },
    ...["person", "state", "organization", "group"].map((type) => ({
      selector: `node.${type}`,
      style: { "background-color": colour(type) },
    })),
    { selector: "node.centre", style: { "border-width": 3, "border-color": ink, "font-weight": "bold" as const } },
    { selector: "node.alone", style: { opacity: 0.25 } },
    { selector: "node.hub", style: { width: 12, height: 12, shape: "diamond" as const } },
    {
      selector: "edge",
      style: {
        width: "data(width)",
        "curve-style": isLarge ? ("haystack" as const) : ("bezier" as const),
        opacity: isLarge ? 1 : 0.75,
      },
    },
    ...KINDS.flatMap((kind) => [
      { selector: `edge.${kind}`, style: { "line-color": colour(kind), "target-arrow-color": colour(kind) } },
      { selector: `node.hub.${kind}`, style: { "background-color": colour(kind) } },
    ]),
    { selector: "edge.directed", style: { "target-arrow-shape": "triangle" as const, "arrow-scale": 0.9 } },
    { selector: "edge.planned", style: { "line-style": "dashed" as const, "line-dash-pattern": [7, 5] } },
    { selector: "edge.off", style: { "line-style": "dotted" as const, opacity: 0.55 } },
    { selector: ":selected", style: { "overlay-color": colour("accent"), "overlay-opacity": 0.18 } },
  ] as StylesheetJson;
}
