"""Arranges tellings into happenings, each at its turn by rank: a telling joins the likest group whose members all agree with it.

A telling's choice depends on those of higher rank alone. So the arrangement is a function of the tellings, whatever their
order, and when some come or go only those are asked again whose choice this can have changed.
"""

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.judgements import NO_JUDGEMENTS, Judgements
from graph.resolved import Telling
from graph.telling_keys import Key, asked_keys, keys
from graph.tellings import Rank, agree, likeness, rank
from graph.vocabulary import FactKind

Stored = Iterable[tuple[str | None, Iterable[Telling]]]
"""Facts by id, with all their tellings."""
_NOTHING: Stored = ()


@dataclass(eq=False, slots=True)
class Group:
    """Tellings of one happening; `stored` is the fact under which some of them are stored."""

    stored: str | None = None
    founder: str | None = None
    """The telling of the highest rank, by which a group is chosen."""
    members: dict[str, Telling] = field(default_factory=dict)


class Arrangement:
    """Groups of tellings, as far as they have been looked at."""

    def __init__(
        self,
        kinds: Mapping[str, FactKind],
        belongs: Mapping[str, str],
        judged: Judgements = NO_JUDGEMENTS,
        find: Callable[[Collection[Key]], Stored] = lambda _: _NOTHING,
        find_claims: Callable[[Collection[str]], Stored] = lambda _: _NOTHING,
    ) -> None:
        """`find` gives the stored facts that have a telling under one of some keys, `find_claims` those that hold some claims."""
        self._kinds, self._belongs, self._judged = kinds, belongs, judged
        self._find, self._find_claims = find, find_claims
        self._by_claim: dict[str, str] = {}
        self._asked: set[Key] = set()
        self._by_key: dict[Key, set[str]] = {}
        self._keys_asked: dict[str, frozenset[Key]] = {}
        self._agreed: dict[tuple[str, str], bool] = {}
        """What was worked out of tellings, and of pairs of them: these do not change, for their ids say all that counts."""
        self._rank: dict[str, Rank] = {}
        self._waiting: list[tuple[Rank, str]] = []
        self._queued: set[str] = set()
        self.tellings: dict[str, Telling] = {}
        self.group_of: dict[str, Group] = {}
        self.touched: dict[int, Group] = {}
        """Groups that something joined or left, by identity."""

    def know(self, stored: Stored) -> None:
        """Take in facts as they are stored."""
        for fact_id, tellings in stored:
            group = Group(fact_id)
            for telling in tellings:
                if telling.id not in self.tellings:
                    self._enter(telling)
                    self._put(telling, group)
            if group.members:
                group.founder = min(group.members, key=self._rank.__getitem__)

    def add(self, tellings: Iterable[Telling]) -> None:
        """Take in new tellings, to be arranged by `settle`."""
        for telling in tellings:
            self._enter(telling)
            self._wake([telling])

    def look_around(self, tellings: Iterable[Telling]) -> None:
        """Find, all at once, the stored facts that may tell of the same as `tellings`."""
        wanted = {key for telling in tellings for key in self._keys_of(telling)}
        new = wanted - self._asked
        self._asked |= new
        if new:
            self.know(self._find(new))
        if claims := {claim for telling in tellings for claim in self._ruled_with(telling)} - self._by_claim.keys():
            self.know(self._find_claims(claims))

    def update(self, telling: Telling) -> None:
        """Take in that a telling known already is told by more documents, or by fewer."""
        self.tellings[telling.id] = telling
        if (group := self.group_of.get(telling.id)) is not None:
            group.members[telling.id] = telling
            self.touched[id(group)] = group

    def remove(self, telling_id: str) -> None:
        """Take out a telling that no document tells any more."""
        telling = self.tellings[telling_id]
        self._leave(self.group_of[telling_id], telling)
        del self.tellings[telling_id]
        for key in keys(telling, self._kinds[telling.kind], self._belongs):
            self._by_key.get(key, set()).discard(telling_id)
        for claim in telling.judged:
            del self._by_claim[claim]

    def settle(self) -> None:
        """Have every telling choose that is new, or whose choice may have changed."""
        while self._waiting:
            telling_id = heapq.heappop(self._waiting)[1]
            self._queued.discard(telling_id)
            if telling_id in self.tellings:
                self._choose(self.tellings[telling_id])

    def _choose(self, telling: Telling) -> None:
        old, best = self.group_of.get(telling.id), self._best(telling)
        if old is not None and (best is old or (best is None and old.founder == telling.id)):
            return
        if old is not None:
            self._leave(old, telling)
        if best is None:
            best = Group(founder=telling.id)
        else:
            self._wake(other for other in best.members.values() if not self._agree(telling, other))
        if best.founder == telling.id or telling.judged:
            self._wake(other for other in self._younger(telling) if self._agree(telling, other))
        self._put(telling, best)
        self.touched[id(best)] = best
        self._stir(best, telling)

    def _best(self, telling: Telling) -> Group | None:
        """The likest of the groups whose members of higher rank all agree with it; the earliest founded of equals."""
        own = self._rank[telling.id]
        groups = {id(group): group for key in self._near(telling) if (group := self.group_of.get(key)) is not None}
        founders = {group.founder for group in groups.values()}
        fitting = []
        for founder in sorted((self.tellings[key] for key in founders if key), key=lambda one: self._rank[one.id]):
            group = self.group_of[founder.id]
            if self._rank[founder.id] >= own or not (telling.judged or self._agree(telling, founder) or founder.judged):
                continue
            elders = [member for member in group.members.values() if self._rank[member.id] < own]
            bidden = bool(telling.judged) and any(self._is_one(telling, elder) for elder in elders)
            if bidden or self._admits(elders, telling):
                fitting.append((bidden, likeness(telling, founder), group))
        return max(fitting, key=lambda fit: fit[:2])[2] if fitting else None

    def _leave(self, group: Group, telling: Telling) -> None:
        """Take a telling out of a group; those whom it kept together or kept out are asked again."""
        del group.members[telling.id]
        del self.group_of[telling.id]
        self.touched[id(group)] = group
        if group.founder == telling.id:
            group.founder = None
            self._wake(group.members.values())
        elif group.founder is not None:
            founder = self.tellings[group.founder]
            self._wake(other for other in self._younger(founder) if self._agree(founder, other))
        self._stir(group, telling)

    def _stir(self, group: Group, telling: Telling) -> None:
        """Ask again whoever a change to a judged group concerns: it admits by any member, so near any is enough."""
        if telling.judged or any(member.judged for member in group.members.values()):
            own = self._rank[telling.id]
            for member in [telling, *group.members.values()]:
                self._wake(self.tellings[key] for key in self._near(member) if self._rank[key] > own)

    def _younger(self, telling: Telling) -> Iterator[Telling]:
        """Those of lower rank that may tell of the same."""
        own = self._rank[telling.id]
        return (self.tellings[key] for key in self._near(telling) if self._rank[key] > own)

    def _near(self, telling: Telling) -> set[str]:
        """All tellings that may tell of the same, by their ids."""
        self.look_around([telling])
        found: set[str] = set().union(*(self._by_key[key] for key in self._keys_of(telling) if key in self._by_key))
        found |= {self._by_claim[claim] for claim in self._ruled_with(telling) if claim in self._by_claim}
        found.discard(telling.id)
        return found

    def _admits(self, elders: Iterable[Telling], telling: Telling) -> bool:
        """Whether a telling agrees with all in a group; of those that are one by judgement, with one of them."""
        units: dict[str, bool] = {}
        for elder in elders:
            agrees = self._agree(telling, elder)
            if not agrees and (not elder.judged or self._is_barred(telling, elder)):
                return False
            unit = min(self._judged.together(elder.judged[0])) if elder.judged else elder.id
            units[unit] = units.get(unit, False) or agrees
        return all(units.values())

    def _keys_of(self, telling: Telling) -> frozenset[Key]:
        """The keys under which to look for those that may tell of the same."""
        found = self._keys_asked.get(telling.id)
        if found is None:
            found = self._keys_asked[telling.id] = asked_keys(telling, self._kinds[telling.kind], self._belongs)
        return found

    def _agree(self, a: Telling, b: Telling) -> bool:
        pair = (a.id, b.id) if a.id < b.id else (b.id, a.id)
        agreed = self._agreed.get(pair)
        if agreed is None:
            agreed = self._agreed[pair] = self._compare(a, b)
        return agreed

    def _compare(self, a: Telling, b: Telling) -> bool:
        if a.judged and b.judged:
            if self._is_one(a, b):
                return True
            if self._is_barred(a, b):
                return False
        return agree(a, b, self._kinds[a.kind], self._belongs)

    def _is_one(self, a: Telling, b: Telling) -> bool:
        """Whether people ruled that two tellings are of one happening."""
        return any(not self._judged.together(claim).isdisjoint(b.judged) for claim in a.judged)

    def _is_barred(self, a: Telling, b: Telling) -> bool:
        """Whether people ruled that two tellings are of different happenings."""
        return not self._judged.apart(a.judged).isdisjoint(b.judged)

    def _ruled_with(self, telling: Telling) -> set[str]:
        """The claims on which people ruled together with one of a telling."""
        return {other for claim in telling.judged for other in self._judged.together(claim)} if telling.judged else set()

    def _enter(self, telling: Telling) -> None:
        self.tellings[telling.id] = telling
        self._rank[telling.id] = rank(telling)
        for key in keys(telling, self._kinds[telling.kind], self._belongs):
            self._by_key.setdefault(key, set()).add(telling.id)
        self._by_claim |= dict.fromkeys(telling.judged, telling.id)

    def _put(self, telling: Telling, group: Group) -> None:
        group.members[telling.id] = telling
        self.group_of[telling.id] = group

    def _wake(self, tellings: Iterable[Telling]) -> None:
        """Have tellings choose again."""
        for telling in list(tellings):
            if telling.id not in self._queued:
                self._queued.add(telling.id)
                heapq.heappush(self._waiting, (self._rank[telling.id], telling.id))


def arrange(
    tellings: Iterable[Telling],
    kinds: Mapping[str, FactKind],
    belongs: Mapping[str, str],
    judged: Judgements = NO_JUDGEMENTS,
) -> Iterator[list[Telling]]:
    """The tellings of each happening."""
    whole = Arrangement(kinds, belongs, judged)
    whole.add(tellings)
    whole.settle()
    for group in {id(group): group for group in whole.group_of.values()}.values():
        yield list(group.members.values())
