/* Has the service answer for its network one of `size` actors: each knows the first, and two others. */
(function (size) {
  const real = window.fetch;
  const id = (i) => `actor_${i}`;
  const types = ["person", "state", "organization", "group"];
  window.fetch = async (path, init) => {
    if (!String(path).startsWith("v1/network?")) return real(path, init);
    const centre = new URLSearchParams(String(path).split("?")[1]).get("entity");
    const name = (i) => (i === 0 ? centre : id(i));
    const nodes = Array.from({ length: size }, (_, i) => ({
      entity: { id: name(i), type: types[i % 4], name: `Actor ${i}` },
      facts: 1 + (i % 7),
    }));
    const contact = (a, b, kind) => ({
      id: `fact_${a}_${b}`, kind, status: "held", start: "2020-01-01", end: "2020-01-01", sources: 1,
      parts: [{ entity: name(a), role: "participant" }, { entity: name(b), role: "participant" }],
    });
    const contacts = nodes.slice(1).flatMap((_, i) => [contact(0, i + 1, "meeting"), contact(i + 1, 1 + ((i * 7) % (size - 1)), "agreement")]);
    const body = JSON.stringify({ nodes, edges: [], contacts: contacts.filter((c) => c.parts[0].entity !== c.parts[1].entity), complete: true });
    return new Response(body, { headers: { "Content-Type": "application/json" } });
  };
})
