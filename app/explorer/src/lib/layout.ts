/** Where actors stand: by forces, from where they stood before, so that a drawing that grows stays itself. */

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";

export interface Point {
  x: number;
  y: number;
}

interface Body extends SimulationNodeDatum {
  id: string;
  radius: number;
}

const LINK = 120;
const PULL = 0.07;
/** Around an actor, for its name. */
const ROOM = 30;
/** After which the drawing is good enough: a large one is shown rough rather than late. */
const MOST_MILLISECONDS = 350;

export function place(
  nodes: { id: string; radius: number }[],
  links: { source: string; target: string }[],
  known: ReadonlyMap<string, Point>,
  centre?: string,
  /** Width by height of the window. */
  aspect = 1.5,
): Map<string, Point> {
  const isNew = nodes.every((node) => !known.has(node.id));
  const bodies: Body[] = nodes.map((node) => {
    const at = known.get(node.id) ?? (isNew ? {} : nearNeighbour(node.id, links, known));
    const fixed = node.id === centre && isNew ? { fx: 0, fy: 0 } : {};
    return { ...node, ...at, ...fixed };
  });
  const simulation = forceSimulation(bodies)
    .force(
      "link",
      forceLink<Body, { source: string; target: string }>(links.map((link) => ({ ...link })))
        .id((body) => body.id)
        .distance(LINK),
    )
    .force("charge", forceManyBody<Body>().strength(-620).distanceMax(900))
    .force(
      "collide",
      forceCollide<Body>((body) => body.radius + ROOM),
    )
    .force("x", forceX<Body>(0).strength(PULL / aspect))
    .force("y", forceY<Body>(0).strength(PULL * aspect))
    .alpha(isNew ? 1 : 0.4)
    .stop();
  const end = performance.now() + MOST_MILLISECONDS;
  while (simulation.alpha() > simulation.alphaMin() && performance.now() < end) simulation.tick();
  return new Map(bodies.map((body) => [body.id, { x: body.x ?? 0, y: body.y ?? 0 }]));
}

/** Someone new begins beside whom they are joined to. */
function nearNeighbour(
  id: string,
  links: { source: string; target: string }[],
  known: ReadonlyMap<string, Point>,
): Partial<Point> {
  for (const link of links) {
    const other = link.source === id ? link.target : link.target === id ? link.source : null;
    const at = other && known.get(other);
    if (at) {
      const turn = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7) * (Math.PI / 180);
      return { x: at.x + LINK * Math.cos(turn), y: at.y + LINK * Math.sin(turn) };
    }
  }
  return {};
}
